import { findPerson } from '../domain/catalog/find.ts';
import { forbids, notOurs } from '../domain/deployment/rights.ts';
import { endersThere } from '../domain/deployment/who-ends.ts';
import { addBlackout, endBlackout, endersOf } from '../domain/governance/ad-hoc-blackout.ts';
import { InFlight } from '../domain/governance/window.ts';
import { parseDuration } from '../domain/kernel/duration.ts';
import { isRefusal, type Refusal, refuse } from '../domain/kernel/refusal.ts';
import { type Instant, plus } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';
import { blackoutList } from '../projections/blackout-list.ts';
import { calendarNotes } from '../projections/calendar-news.ts';
import { plainAt } from '../projections/words.ts';
import { type ClosedPlace, closedPlace } from './closed-place.ts';
import { type Asked, defineVerb, type Reply } from './command.ts';
import { type Args, flag, keyword, optional, required, rest } from './grammar/spec.ts';
import { readTime } from './grammar/time.ts';
import { answer, no, say } from './reply.ts';

const LONGEST_MS = 31 * 24 * 3_600_000;
const EXAMPLE = '/release blackout add production until 18:00 because "INC-42"';

const args = {
  do: required(['add', 'end', 'list']),
  where: optional('text'),
  in: keyword('environment', 'in'),
  until: keyword('time', 'until'),
  for: keyword('text', 'for'),
  'in-flight': flag(InFlight.options),
  because: rest('because'),
} as const;
type Typed = Args<typeof args>;

/** Closes an environment, or one service in it, at once and for a while; another person may open it again. */
export const blackout = defineVerb({
  name: 'blackout',
  root: '/release',
  aliases: ['freeze'],
  says: 'Close an environment for a while, end what was closed so, or list it',
  example: EXAMPLE,
  args,
  needs: ['steer', 'decide'],
  urgent: true,
  shows: ({ do: what }) => what === 'list',
  stepUp: ({ do: what }) => (what === 'end' ? { kind: 'loosening' } : null),
  async run(ctx, asked, typed) {
    if (typed.do === 'list') return list(ctx, asked, typed);
    const place = closedPlace(ctx, typed, asked.line);
    if (isRefusal(place)) return no(place);
    return typed.do === 'add' ? add(ctx, asked, typed, place) : end(ctx, asked, typed, place);
  },
});

async function add(
  ctx: Context,
  { actor }: Asked,
  typed: Typed,
  place: ClosedPlace,
): Promise<Reply> {
  const { environment, services, target } = place;
  const forbidden = services
    .map((service) => forbids(actor, 'steer', { service, environment }, ctx.catalog()))
    .find((refusal) => refusal !== null);
  if (forbidden) return no(forbidden);
  const { because } = typed;
  if (because === undefined) {
    return no(refuse('no-reason', 'Why it is closed is missing.', { line: EXAMPLE }));
  }
  const now = await ctx.records.now();
  const zone = findPerson(ctx.catalog(), actor.id ?? '')?.zone ?? environment.zone;
  const until = untilWhen(typed, { now, zone });
  if (typeof until !== 'number') return no(until);
  const held = await ctx.records.blackout(target);
  const enders = endersThere(services, environment, ctx.catalog());
  const inFlight = InFlight.parse(typed['in-flight'] ?? 'finish');
  const by = actor.id ?? '';
  const recorded = await ctx.store.change({ target }, ({ now: at }) =>
    addBlackout(held, { ...target, by, at, until, because, inFlight, enders }),
  );
  const others = enders.filter((person) => person !== by).join(' or ') || 'nobody';
  return answer(
    recorded,
    `${place.name} is closed until ${plainAt(until)}. To open it before then takes somebody else: ${others}.`,
  );
}

async function end(
  ctx: Context,
  { actor }: Asked,
  typed: Typed,
  place: ClosedPlace,
): Promise<Reply> {
  const { environment, services, target } = place;
  const stranger = notOurs(actor);
  if (stranger) return no(stranger);
  const by = actor.id ?? '';
  const held = await ctx.records.blackout(target);
  const stillMay = endersThere(services, environment, ctx.catalog()).includes(by);
  const asked = { by, stillMay, because: typed.because ?? null };
  const recorded = await ctx.store.change({ target }, ({ now }) =>
    endBlackout(held, target, asked, now),
  );
  return answer(recorded, `${place.name} is open again, as far as no other rule closes it.`);
}

async function list(ctx: Context, { line }: Asked, typed: Typed): Promise<Reply> {
  const place = typed.where === undefined ? null : closedPlace(ctx, typed, line);
  if (isRefusal(place)) return no(place);
  const now = await ctx.records.now();
  const all = await ctx.records.blackouts(place?.environment.name ?? null);
  const inForce = all.filter(({ until }) => now < until);
  const feeds = calendarNotes(await ctx.records.closures(ctx.catalog()), place?.environment.name);
  return say(
    blackoutList(
      inForce.map((one) => ({ ...one, enders: endersOf(one) })),
      feeds,
    ),
  );
}

/** A time of day alone is the next one: closed for longer than meant is the safer of two mistakes, and it is echoed. */
function untilWhen(
  typed: Typed,
  reader: { readonly now: Instant; readonly zone: string },
): Instant | Refusal {
  const until =
    typed.until === undefined ? lasting(typed.for, reader.now) : readTime(typed.until, reader);
  if (typeof until !== 'number') return until;
  if (reader.now < until && until <= plus(reader.now, LONGEST_MS)) return until;
  return refuse(
    'bad-until',
    'A blackout made by a command ends within 31 days, and not before now.',
    {
      why: 'What is closed for longer belongs into fairway.yaml, where everybody reads it.',
      line: EXAMPLE,
    },
  );
}

function lasting(length: string | undefined, now: Instant): Instant | Refusal {
  const ms = length === undefined ? null : parseDuration(length);
  if (ms !== null) return plus(now, ms);
  const what =
    length === undefined
      ? 'Until when it is closed is missing.'
      : `"${length}" is not a length of time.`;
  return refuse('no-end', what, { fix: 'Say "until 18:00" or "for 2h".', line: EXAMPLE });
}
