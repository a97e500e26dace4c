import { answersFor, clocksFor, fileOwners } from '../domain/deployment/hand-off-of.ts';
import { CODE_OWNERS } from '../domain/governance/approval.ts';
import {
  clockOf,
  type HandOff,
  type Meant,
  type Reached,
  tend,
  turnOf,
} from '../domain/governance/hand-off.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';
import { changedFiles } from './changed-files.ts';
import { seenOf } from './hand-offs.ts';

const MOST = 50;

type Ports = Pick<Context, 'catalog' | 'provider' | 'records' | 'store' | 'log'>;

/**
 * Looks at every hand-off whose time has come: whoever answers for a late step is asked by name, once. The row's
 * revision lets only one of several lookers write; one that cannot be looked at does not keep the others.
 */
export async function tendHandOffs(ctx: Ports): Promise<number> {
  const since = await ctx.records.now();
  const due = await ctx.records.dueHandOffs(since, MOST);
  for (const row of due) {
    const { service, environment, version } = row;
    const catalog = ctx.catalog();
    try {
      const seen = await seenOf(ctx, row);
      const owners = await ownersOfFiles(ctx, row, seen, since);
      await ctx.store.change({ target: { service, environment } }, ({ now }) =>
        tend(row, seen, clocksFor(catalog, service), {
          now,
          whoIs: (name) =>
            name === CODE_OWNERS ? owners : answersFor(catalog, service, name, now),
        }),
      );
    } catch (error) {
      ctx.log.warn({ service, version, error: String(error) }, 'a hand-off could not be looked at');
    }
  }
  return due.length;
}

/** Whoever owns the files that change, where it is their turn now; null where nobody need know. */
async function ownersOfFiles(
  ctx: Ports,
  row: HandOff,
  seen: Reached,
  now: Instant,
): Promise<Meant | null> {
  const catalog = ctx.catalog();
  const clock = clockOf(row, seen, clocksFor(catalog, row.service));
  const turn = clock && turnOf(row, clock, now);
  if (!turn || clock[turn] !== CODE_OWNERS) return null;
  return fileOwners(catalog, row.service, await changedFiles(ctx, row));
}
