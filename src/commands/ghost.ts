import { findPerson } from '../domain/catalog/find.ts';
import { atWork, onCallFor, standInsFor } from '../domain/catalog/stand-in.ts';
import { barredFrom, slotsOf } from '../domain/deployment/consent.ts';
import type { Draft } from '../domain/deployment/draft.ts';
import { refuses } from '../domain/deployment/request.ts';
import { askGates } from '../domain/gates/index.ts';
import { isRefusal, type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';
import { type Asked as AskedThen, ghostView } from '../projections/ghost.ts';
import type { View } from '../projections/view.ts';
import type { Asked, Reply } from './command.ts';
import { readTime } from './grammar/time.ts';
import { no, say } from './reply.ts';
import { unproven } from './unproven.ts';

/** The moment that is meant, in the zone of whoever asks; only what is still to come can be foreseen. */
export function momentAsked(
  ctx: Pick<Context, 'catalog'>,
  { actor }: Pick<Asked, 'actor'>,
  text: string,
  now: Instant,
): Instant | Refusal {
  const zone = findPerson(ctx.catalog(), actor.id ?? '')?.zone ?? 'UTC';
  const at = readTime(text, { now, zone });
  if (isRefusal(at) || at >= now) return at;
  return refuse('past', `"${text}" is over.`, {
    why: 'What is to come can be foreseen; what was is in the ledger.',
    fix: 'Name a moment that is still to come, or see /release history.',
  });
}

/** The deployment as it would stand at the moment that is meant. Nothing is created. */
export async function foresee(
  ctx: Pick<Context, 'catalog' | 'facts' | 'journal'>,
  asked: Asked,
  made: Draft,
  text: string,
  now: Instant,
): Promise<Reply> {
  const at = momentAsked(ctx, asked, text, now);
  return isRefusal(at) ? no(at) : say(await ghost(ctx, made, at));
}

async function ghost(
  ctx: Pick<Context, 'catalog' | 'facts' | 'journal'>,
  made: Draft,
  at: Instant,
): Promise<View> {
  const { version, digest } = made.artifact;
  const about = { ...made, id: null, version, digest };
  const { rulings } = await askGates(ctx.facts, made.gates, about, at);
  const asked = slotsOf(made).map((slot): AskedThen => {
    const catalog = ctx.catalog();
    const people = slot.people.filter((person) => !barredFrom(made).includes(person));
    return {
      rule: slot.rule,
      quorum: slot.quorum,
      atWork: people.filter((person) => atWork(catalog, person, at)),
      away: people.filter((person) => !atWork(catalog, person, at)),
      standIns: people.flatMap((person) =>
        standInsFor(catalog, person, at).map(({ to: by }) => ({ by, for: person })),
      ),
      onCall: onCallFor(catalog, slot.groups, at).map((duty) => duty.person),
    };
  });
  const refused = refuses(made, rulings, ctx.catalog()) ?? (await unproven(ctx, made, rulings));
  return ghostView(made, { at, rulings, asked, refused });
}
