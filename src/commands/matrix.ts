import { isStopping } from '../domain/breaker/decide.ts';
import { runsTo } from '../domain/breaker/place.ts';
import { findService, placementOf, platformsUnder } from '../domain/catalog/find.ts';
import { holding } from '../domain/governance/lock.ts';
import { placesOver } from '../domain/governance/lock-place.ts';
import { isRefusal } from '../domain/kernel/refusal.ts';
import { isSameTarget, type Target } from '../domain/kernel/target.ts';
import type { Context } from '../ports/context.ts';
import { type Cell, environmentMatrix } from '../projections/environment-matrix.ts';
import { defineVerb } from './command.ts';
import { environmentNamed } from './find.ts';
import { keyword, optional } from './grammar/spec.ts';
import { no, say } from './reply.ts';

/** What one screen holds; the rest is counted, and found by the beginning of its name. */
const MOST_SERVICES = 40;
const MOST_OPEN = 500;

/** What serves where, of all services at once. */
export const matrix = defineVerb({
  name: 'matrix',
  root: '/release',
  aliases: ['environments', 'envs'],
  says: 'Which version of each service serves in each environment, and what is on its way there',
  example: '/release matrix check in production',
  args: { beginning: optional('text'), in: keyword('environment', 'in') },
  needs: ['look'],
  urgent: false,
  shows: () => true,
  async run(ctx, { line }, { beginning = '', in: where }) {
    const only = where === undefined ? null : environmentNamed(ctx, where, line);
    if (isRefusal(only)) return no(only);
    const catalog = ctx.catalog();
    const columns = (only ? [only] : catalog.environments).map(({ name }) => name);
    const all = catalog.services
      .map(({ name }) => name)
      .filter((name) => name.startsWith(beginning.toLowerCase()))
      .toSorted();
    const shown = all.slice(0, MOST_SERVICES);
    const cellAt = await looking(ctx);
    const rows = shown.map(async (service) => ({
      service,
      cells: await Promise.all(columns.map((environment) => cellAt({ service, environment }))),
    }));
    return say(environmentMatrix(columns, await Promise.all(rows), all.length - shown.length));
  },
});

/** Asks once for what is true of many places, and then for each what serves there. */
async function looking(
  ctx: Pick<Context, 'catalog' | 'records'>,
): Promise<(target: Target) => Promise<Cell | null>> {
  const { records } = ctx;
  const catalog = ctx.catalog();
  const [now, open, locks, breakers] = await Promise.all([
    records.now(),
    records.deployments({ statuses: ['running', 'pending'], limit: MOST_OPEN }),
    records.locks(),
    records.breakers(),
  ]);
  const held = locks.filter((lock) => holding(lock, now) !== null);
  const stopped = breakers.filter(isStopping);
  return async (target) => {
    const service = findService(catalog, target.service);
    if (!service || !placementOf(service, target.environment)) return null;
    const [verified] = await records.verified(target, 1);
    const over = placesOver(target, null, platformsUnder(catalog, service.name));
    return {
      verified: verified ?? null,
      coming: open.find((d) => isSameTarget(d, target)) ?? null,
      isLocked: held.some((lock) => over.some((place) => isSameTarget(place, lock))),
      isStopped: stopped.some((one) => runsTo(one, target)),
    };
  };
}
