import type { Place } from '../commands/find.ts';
import { powerAt } from '../commands/power-of.ts';
import type { Place as Line } from '../config/fault.ts';
import type { Places } from '../config/places.ts';
import type { Catalog } from '../domain/catalog/catalog.ts';
import { findEnvironment } from '../domain/catalog/find.ts';
import type { Instant } from '../domain/kernel/time.ts';
import { othersThan } from '../domain/strategies/by-need.ts';
import { withReplicas } from '../domain/strategies/fits.ts';
import { makePlan, type StrategyConfig } from '../domain/strategies/index.ts';
import { isRefused } from '../domain/strategies/too-little.ts';
import { type PowerKnown, sayPower, sayRemedy, seeingOf } from '../projections/power.ts';
import { measuredBy } from '../providers/chosen.ts';
import { topologyOf } from '../providers/index.ts';
import type { Foreseen } from './foreseen.ts';

/** So many places are asked about at once: a source that does not answer would keep people for minutes. */
const AT_ONCE = 8;

/**
 * Plays what the judges of each canary of a catalog would see, as the preview of a deployment would now, on the traffic
 * that the source its environment names has seen. Reads only, and asks no other host.
 */
export async function foresee(
  { catalog, places }: { readonly catalog: Catalog; readonly places: Places },
  now: Instant,
): Promise<readonly Foreseen[]> {
  const canaries = canariesOf(catalog);
  const found: Foreseen[] = [];
  const left = canaries.entries();
  const work = async (): Promise<void> => {
    for (const [nth, one] of left) {
      found[nth] = foreseen(one, await powerHere(one, now), places);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return found;
}

type Canary = Place & { readonly strategy: Extract<StrategyConfig, { kind: 'canary' }> };

function canariesOf(catalog: Catalog): readonly Canary[] {
  return catalog.services.flatMap((service) =>
    Object.entries(service.environments).flatMap(([name, placement]): readonly Canary[] => {
      const environment = findEnvironment(catalog, name);
      const { strategy } = placement;
      const isOne = environment && strategy.kind === 'canary';
      return isOne ? [{ service, environment, placement, strategy }] : [];
    }),
  );
}

async function powerHere(canary: Canary, now: Instant): Promise<PowerKnown> {
  const { service, environment, placement, strategy } = canary;
  const metrics = measuredBy(environment);
  const own = service.provider ?? environment.provider;
  const topology = topologyOf(own, placement.target);
  if (!metrics && topology?.measured) {
    const why = `${own} measures only for a Fairway that runs, so ask there for a preview`;
    const at = withReplicas(topology, placement);
    const others = othersThan('canary', placement.picked, at);
    return { kind: 'unknown', why, others };
  }
  const provider = { metrics, topologyAt: () => topology ?? { slots: null, weights: null } };
  const records = { now: async () => now, burn: async () => null };
  const plan = makePlan(strategy, placement);
  const known = await powerAt({ provider: () => provider, records }, canary, plan, now);
  if (known === null) throw new Error(`the canary of ${service.name} judges nothing`);
  return known;
}

const NOWHERE: Line = { file: 'fairway.yaml', line: 1, column: 1 };

function foreseen({ service, environment, strategy }: Canary, known: PowerKnown, places: Places) {
  const sees = seeingOf(known);
  const refused = isRefused(strategy, environment, sees);
  const isAmiss = sees === 'too little' || refused;
  return {
    ...(places.get(`service ${service.name}`) ?? NOWHERE),
    service: service.name,
    environment: environment.name,
    sees,
    refused,
    says: sayPower(known),
    remedy: isAmiss ? sayRemedy(known) : null,
  } as const;
}
