import { answersFor, clocksFor } from '../domain/deployment/hand-off-of.ts';
import { tend } from '../domain/governance/hand-off.ts';
import type { Context } from '../ports/context.ts';
import { seenOf } from './hand-offs.ts';

const MOST = 50;

/**
 * Looks at every hand-off whose time has come: whoever answers for a late step is asked by name, once. The row's
 * revision lets only one of several lookers write; one that cannot be looked at does not keep the others.
 */
export async function tendHandOffs(
  ctx: Pick<Context, 'catalog' | 'records' | 'store' | 'log'>,
): Promise<number> {
  const due = await ctx.records.dueHandOffs(await ctx.records.now(), MOST);
  for (const row of due) {
    const { service, environment, version } = row;
    const catalog = ctx.catalog();
    try {
      const seen = await seenOf(ctx, row);
      await ctx.store.change({ target: { service, environment } }, ({ now }) =>
        tend(row, seen, clocksFor(catalog, service), {
          now,
          whoIs: (name) => answersFor(catalog, service, name, now),
        }),
      );
    } catch (error) {
      ctx.log.warn({ service, version, error: String(error) }, 'a hand-off could not be looked at');
    }
  }
  return due.length;
}
