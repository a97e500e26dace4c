import type { Catalog, Placement } from '../domain/catalog/catalog.ts';
import { findService, placementOf } from '../domain/catalog/find.ts';
import { missBurn, observeBurn } from '../domain/deployment/burn-watch.ts';
import type { Target } from '../domain/kernel/target.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Objective } from '../domain/verdict/objective.ts';
import type { Provider } from '../ports/provider.ts';
import { lookedOf } from './burn-look.ts';
import { type HeedBurn, heedBurn } from './heed-burn.ts';
import { holdForBurn } from './hold-for-burn.ts';
import { type TellSilence, tellSilence } from './tell-silence.ts';
import { type TellSlowBurn, tellSlowBurn } from './tell-slow-burn.ts';

/** Far shorter than the shortest window. */
const EVERY_MS = 15_000;
/** More than run at once anywhere. */
const MOST_RUNNING = 500;
/** Kept of what is only judged; the shortest period of an objective. */
const SHORTEST_MS = 86_400_000;

export interface WatchBurn
  extends HeedBurn,
    Pick<TellSilence, 'alarms' | 'saySource'>,
    Pick<TellSlowBurn, 'saySlowBurn'> {
  readonly provider: (target: Target) => Provider;
}

interface Watched extends Target {
  readonly placement: Placement;
  readonly objectives: readonly Objective[];
}

/**
 * Reads what every target with an objective serves, and undoes a new version that burns its error budget, in
 * whatever state its deployment is: running, held, waiting for a person, or over for less than its time of
 * watching. A slow burn is only told. A source that is silent concludes nothing.
 */
export async function watchBurn(ports: WatchBurn): Promise<void> {
  const now = await ports.records.now();
  const watched = await watchedIn(ports);
  await Promise.all(
    watched.map((one) =>
      look(ports, one, now).catch((error: unknown) => {
        const { service, environment } = one;
        ports.log.warn({ service, environment, error: String(error) }, 'the budget is not watched');
      }),
    ),
  );
  await tellSilence(ports, watched);
}

/** Whatever promises something, and where a judge looks at what people meet. */
async function watchedIn({ catalog, records }: WatchBurn): Promise<readonly Watched[]> {
  const promised = watchedOf(catalog());
  const running = await records.deployments({ statuses: ['running'], limit: MOST_RUNNING });
  const judged = running
    .filter(
      ({ plan, exposedAt }) => exposedAt !== null && plan.some(({ kind }) => kind === 'judge'),
    )
    .flatMap(({ service, environment }): Watched[] => {
      const found = findService(catalog(), service);
      const placement = found && placementOf(found, environment);
      const isKnown = promised.some(
        (one) => one.service === service && one.environment === environment,
      );
      return placement && !isKnown ? [{ service, environment, placement, objectives: [] }] : [];
    });
  return [...promised, ...judged];
}

function watchedOf({ services }: Catalog): readonly Watched[] {
  return services.flatMap(({ name: service, environments }) =>
    Object.entries(environments).flatMap(([environment, placement]) => {
      const { objectives = [] } = placement;
      return objectives.length > 0 ? [{ service, environment, placement, objectives }] : [];
    }),
  );
}

async function look(ports: WatchBurn, one: Watched, now: Instant): Promise<void> {
  const { service, environment, placement, objectives } = one;
  const target = { service, environment };
  const before = await ports.records.burn(target);
  const { metrics } = ports.provider(target);
  const lateMs = metrics?.spans?.lateMs ?? 0;
  const lookedAt = Math.max((before?.readAt ?? 0) + lateMs, before?.silent?.at ?? 0);
  if (!metrics || now - lookedAt < EVERY_MS) return;
  const indicator = objectives[0]?.indicator;
  const counting = { target, placement: placement.target, indicator };
  const looked = await answerOf(() => lookedOf(metrics, counting, before, now));
  if (typeof looked === 'string') {
    await ports.store.change({ target }, ({ now: at }) => missBurn(before, target, looked, at));
    ports.log.warn({ ...target, why: looked }, 'the budget is not watched');
    return;
  }
  const longest = Math.max(SHORTEST_MS, ...objectives.map(({ period }) => period));
  const recorded = await ports.store.change({ target }, ({ now: at }) =>
    observeBurn(before, target, looked, longest, at),
  );
  if (recorded.kind !== 'recorded') return;
  await heedBurn(ports, target, objectives);
  await holdForBurn(ports, target, objectives);
  await tellSlowBurn(ports, target, objectives);
}

/** What it says, or why it says nothing. */
async function answerOf<Answer>(ask: () => Promise<Answer>): Promise<Answer | string> {
  try {
    return await ask();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
