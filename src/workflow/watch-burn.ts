import type { Catalog, Placement } from '../domain/catalog/catalog.ts';
import { burnOf, isWatched, observeBurn } from '../domain/deployment/burn-watch.ts';
import type { Target } from '../domain/kernel/target.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Objective } from '../domain/verdict/objective.ts';
import type { Provider } from '../ports/provider.ts';
import type { Records } from '../ports/records.ts';
import { type GoBack, goBack } from './go-back.ts';
import { type HoldRunning, holdRunning } from './hold-running.ts';
import { type Trip, trip } from './trip.ts';

/** Far shorter than the shortest window. */
const EVERY_MS = 15_000;

export interface WatchBurn extends GoBack, HoldRunning, Trip {
  readonly records: Pick<Records, 'breakers' | 'burn' | 'deployments' | 'now'>;
  readonly provider: (environment: string) => Provider;
  readonly store: GoBack['store'];
}

interface Watched extends Target {
  readonly placement: Placement;
  readonly objective: Objective;
}

/**
 * Reads what every target with an objective serves, and undoes a new version that burns its error budget, in
 * whatever state its deployment is: running, held, waiting for a person, or over for less than its time of
 * watching. A source that is silent concludes nothing.
 */
export async function watchBurn(ports: WatchBurn): Promise<void> {
  const now = await ports.records.now();
  await Promise.all(
    watchedOf(ports.catalog()).map((one) =>
      look(ports, one, now).catch((error: unknown) => {
        const { service, environment } = one;
        ports.log.warn({ service, environment, error: String(error) }, 'the budget is not watched');
      }),
    ),
  );
}

function watchedOf({ services }: Catalog): readonly Watched[] {
  return services.flatMap(({ name: service, environments }) =>
    Object.entries(environments).flatMap(([environment, placement]) => {
      const { objective } = placement;
      return objective ? [{ service, environment, placement, objective }] : [];
    }),
  );
}

async function look(ports: WatchBurn, one: Watched, now: Instant): Promise<void> {
  const { service, environment, placement, objective } = one;
  const target = { service, environment };
  const before = await ports.records.burn(target);
  const { metrics } = ports.provider(environment);
  if (!metrics || (before && now - before.readAt < EVERY_MS)) return;
  const read = await metrics.read(target, placement.target);
  const totals = new Map(
    [...read].map(([version, { requests, errors }]) => [version, { requests, errors }]),
  );
  const recorded = await ports.store.change({ target }, ({ now: at }) =>
    observeBurn(before, target, totals, objective.period, at),
  );
  if (recorded.kind === 'recorded') await undo(ports, one);
}

async function undo(ports: WatchBurn, { objective, ...target }: Watched): Promise<void> {
  const { records } = ports;
  const place = { service: target.service, environment: target.environment };
  const statuses = ['running', 'succeeded'] as const;
  const [[d], seen, now] = await Promise.all([
    records.deployments({ ...place, statuses, limit: 1 }),
    records.burn(place),
    records.now(),
  ]);
  if (!d || !seen || !isWatched(d, objective, now)) return;
  const why = burnOf(d, seen, objective, now);
  if (why === null) return;
  const { onBurn } = objective;
  if (onBurn === 'rollback' && d.previous) {
    return goBack(ports, d, `${why}. Rule: rollback-when-burning`);
  }
  if (onBurn === 'stop') await trip(ports, place, { cause: 'burn', because: `${why} (${d.id})` });
  await holdRunning(ports, ({ id }) => id === d.id, why);
}
