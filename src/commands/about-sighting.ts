import type { Sighting, SightingChange, Word } from '../domain/deployment/sighting.ts';
import { isRefusal, type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';
import type { Asked, Reply } from './command.ts';
import { type Place, placeNamed } from './find.ts';
import { type Args, keyword, reason, required } from './grammar/spec.ts';
import { answer, no } from './reply.ts';

/** `found` is the digest that a message showed: what came there since is not meant. */
export const SIGHTED = {
  service: required('service'),
  in: keyword('environment', 'in'),
  found: keyword('text', 'found'),
  because: reason(),
} as const;

/** A person's word on what serves somewhere though no deployment put it there. */
export async function aboutSighting(
  ctx: Context,
  { actor, line }: Asked,
  typed: Args<typeof SIGHTED>,
  verb: {
    readonly forbids: (place: Place) => Refusal | null;
    readonly decide: (
      before: Sighting | null,
      word: Word,
      now: Instant,
    ) => SightingChange | Refusal;
    readonly done: (name: string) => string;
  },
): Promise<Reply> {
  const place = placeNamed(ctx, { service: typed.service, environment: typed.in ?? '' }, line);
  if (isRefusal(place)) return no(place);
  const forbidden = verb.forbids(place);
  if (forbidden) return no(forbidden);
  const { because, found = null } = typed;
  if (because === undefined) {
    const fix = 'Say why: the ledger keeps it.';
    return no(refuse('missing', 'The reason is missing.', { fix, line: `${line} because "…"` }));
  }
  const target = { service: place.service.name, environment: place.environment.name };
  const before = await ctx.records.sighting(target);
  const word: Word = { ...target, by: actor.id ?? '', because, found };
  const recorded = await ctx.store.change({ target }, ({ now }) => verb.decide(before, word, now));
  return answer(recorded, verb.done(`${target.service} in ${target.environment}`));
}
