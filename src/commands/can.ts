import type { Catalog, Person } from '../domain/catalog/catalog.ts';
import { slotsOf } from '../domain/deployment/consent.ts';
import { gatesFor } from '../domain/deployment/draft.ts';
import { type Standing, standingOf } from '../domain/deployment/standing.ts';
import { askGates, asksEvidence } from '../domain/gates/index.ts';
import { isRefusal, type Refusal } from '../domain/kernel/refusal.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';
import { canView, type Held } from '../projections/can.ts';
import { asksChannel, defineVerb, type Verb } from './command.ts';
import { type Place, personNamed, placeNamed } from './find.ts';
import { momentAsked } from './ghost.ts';
import { type Args, flag, keyword, required } from './grammar/spec.ts';
import { noSuchVerb } from './help.ts';
import { no, say } from './reply.ts';

const args = {
  person: required('person'),
  verb: required('text'),
  service: required('service'),
  environment: required('environment'),
  by: keyword('person', 'by'),
  'as-of': flag('text'),
} as const;

/** Whether somebody may do something somewhere: the decision of the click, asked ahead of it. */
export function createCan(all: () => readonly Verb[]) {
  return defineVerb({
    name: 'can',
    root: '/release',
    aliases: ['may'],
    says: 'Whether somebody may do something, by which rule, and what would hold it',
    example: '/release can bo deploy shop production',
    args,
    needs: ['look'],
    urgent: false,
    async run(ctx, { actor, line }, typed) {
      const asked = readQuestion(ctx, line, typed, all());
      if (isRefusal(asked)) return no(asked);
      const { person, verb, place } = asked;
      const now = await ctx.records.now();
      const later = typed['as-of'];
      const at = later === undefined ? now : momentAsked(ctx, { actor }, later, now);
      if (isRefusal(at)) return no(at);
      const standing = { ...best(asked, ctx.catalog(), at), ...ownRequest(asked) };
      const held = verb.name === 'deploy' ? await heldAt(ctx, person, place, at) : null;
      const names = { service: place.service.name, environment: place.environment.name };
      const question = { person: person.id, verb: verb.name, ...names, channels: only(asked) };
      return say(canView(question, standing, held, at === now ? null : at));
    },
  });
}

interface Question {
  readonly person: Person;
  readonly verb: Verb;
  readonly place: Place;
  /** Whose request it would be about. */
  readonly by: Person | null;
}

function readQuestion(
  ctx: Context,
  line: string,
  typed: Args<typeof args>,
  all: readonly Verb[],
): Question | Refusal {
  const person = personNamed(ctx, typed.person, line);
  if (isRefusal(person)) return person;
  const word = typed.verb.toLowerCase();
  const verb = all.find((v) => v.name === word || v.aliases.includes(word));
  if (!verb) return noSuchVerb(typed.verb, all);
  const place = placeNamed(ctx, typed, line);
  if (isRefusal(place)) return place;
  const by = typed.by === undefined ? null : personNamed(ctx, typed.by, line);
  return isRefusal(by) ? by : { person, verb, place, by };
}

/** The channels that it is bound to. */
function only({ verb, place }: Question): readonly string[] {
  return asksChannel(verb) ? (place.environment.channels ?? []) : [];
}

/** Any one of what the verb takes is enough. */
function best({ verb, person, place }: Question, catalog: Catalog, now: Instant): Standing {
  const all = verb.needs.map((deed) => standingOf(person, deed, place, catalog, now));
  const found = all.find(({ may }) => may) ?? all[0];
  return found ?? { may: false, rule: 'verbs', why: 'Nobody may.', who: [] };
}

function ownRequest({ person, by, verb }: Question): Partial<Standing> {
  if (by === null || person.id !== by.id || !verb.needs.includes('decide')) return {};
  const why = 'Whoever asks for a deployment never decides about it.';
  return { may: false, rule: 'separation of duties', why };
}

/** What the gates would say if this person asked at that moment; without a version there is no evidence to ask for. */
async function heldAt(ctx: Context, person: Person, place: Place, at: Instant): Promise<Held> {
  const { withdrawMs } = ctx.settings;
  const target = { service: place.service.name, environment: place.environment.name };
  const [last] = await ctx.records.verified(target, 1);
  const previous = last?.artifact ?? null;
  const asked = { ...place, previous, requestedBy: person.id, withdrawMs };
  const all = gatesFor(asked, ctx.catalog(), ctx.digest);
  const gates = all.filter(({ kind }) => !asksEvidence(kind));
  const about = {
    id: null,
    ...target,
    version: '',
    digest: '',
    planDigest: '',
    requestedBy: person.id,
  };
  const { rulings } = await askGates(ctx.facts, gates, about, at);
  return { rulings: rulings.filter(({ gate }) => gate !== 'approval'), slots: slotsOf({ gates }) };
}
