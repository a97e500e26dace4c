import { z } from 'zod';
import { ForeignMove, record } from '../domain/elsewhere/move.ts';
import { placeOf } from '../domain/elsewhere/place.ts';
import type { ChangeSource } from '../domain/elsewhere/source.ts';
import { type Instant, instant } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';
import type { Act } from '../ports/inbox.ts';
import { knownNames } from './known-names.ts';

const Taken = z.object({ source: z.string(), moves: z.array(ForeignMove) });
type Parts = Pick<Context, 'catalog' | 'store' | 'log'>;

/**
 * Records what one delivery says of changes made elsewhere, each in a change of its own: told of again, all of it is
 * known. @throws weather: the act stays, and is done again
 */
export async function takeChanges(ctx: Parts, act: Act): Promise<void> {
  const taken = Taken.safeParse(act.body);
  const name = taken.data?.source;
  const source = ctx.catalog().changes?.find((one) => one.name === name);
  if (!taken.success || !source) {
    ctx.log.warn({ act: act.id, source: name ?? null }, 'changes of a source that is gone');
    return;
  }
  const became: Became[] = [];
  for (const move of taken.data.moves) became.push(await take(ctx, source, move, act.receivedAt));
  const count = (what: Became) => became.filter((one) => one === what).length;
  const [left, known] = [count('left'), count('known')];
  if (left > 0) ctx.log.info({ source: source.name, left }, 'changes that name nothing of ours');
  if (known > 0) ctx.log.info({ source: source.name, known }, 'changes that were told of before');
}

/** `left`: it is none of our business. `known`: its source told of one with this key before. */
type Became = 'told' | 'known' | 'left';

/** A clock elsewhere that runs ahead changes nothing that is still to come. */
async function take(
  ctx: Parts,
  source: ChangeSource,
  { about, environment, ...move }: ForeignMove,
  receivedAt: Instant,
): Promise<Became> {
  const target = placeOf({ about, environment }, source, knownNames(ctx.catalog()));
  if (!target) return 'left';
  const id = await ctx.store.nextMoveId();
  const at = instant(Math.min(move.at, receivedAt));
  const row = { ...move, ...target, id, at, source: source.name };
  const { kind } = await ctx.store.change({ target }, ({ now }) => record(row, now));
  return kind === 'recorded' ? 'told' : 'known';
}
