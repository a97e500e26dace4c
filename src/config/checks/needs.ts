import { chosenFor, StrategyFile, sayNeeds, unfit } from '../../domain/strategies/by-need.ts';
import type { Topology } from '../../domain/strategies/fits.ts';
import type { Fault } from '../fault.ts';
import { placementsOf, type WrittenPlacement } from '../placement.ts';
import { mapOf, textOf } from '../select.ts';
import { faultAt, type Source } from '../source.ts';
import type { Ground } from './check.ts';

/** What a rollout must give is what it can give there. A strategy that is named may be unfit: its deployment is refused. */
export function needs(ground: Ground): readonly Fault[] {
  const environments = mapOf(mapOf(ground.organisation.raw)?.['environments']) ?? {};
  return ground.services
    .filter(({ sound }) => sound)
    .flatMap((source) =>
      placementsOf(source.raw, Object.keys(environments)).flatMap((placement) => {
        const at = topologyOf(placement, environments[placement.environment], ground);
        return at === null ? [] : unmet(source, placement, at);
      }),
    );
}

function unmet(source: Source, { environment, strategy }: WrittenPlacement, at: Topology) {
  const read = StrategyFile.safeParse(strategy);
  if (!read.success) return [];
  const chosen = chosenFor(read.data);
  const found = chosen.picked ? unfit(chosen, at) : null;
  if (!found || !chosen.picked) return [];
  const own = mapOf(mapOf(mapOf(source.raw)?.['environments'])?.[environment]);
  const path = own?.['strategy'] == null ? ['strategy'] : ['environments', environment, 'strategy'];
  const message = `${environment} cannot give ${sayNeeds(chosen.picked.needs)}: ${found.why}`;
  const hint = found.fitting.length > 0 ? `kind: ${found.fitting.join(' or ')} would fit` : null;
  return [faultAt(source, [...path, 'needs'], 'value', message, hint)];
}

/** What can be had there; null where that is not known, or its target is at fault itself. */
function topologyOf(
  { target }: WrittenPlacement,
  environment: unknown,
  { providers, survey }: Ground,
): Topology | null {
  const provider = textOf(environment, 'provider') ?? '';
  const schema = Object.hasOwn(providers, provider) ? providers[provider] : undefined;
  const read = schema?.safeParse(target ?? {});
  const at = read?.success ? survey?.(provider, read.data) : null;
  const measured = at?.measured || mapOf(environment)?.['signals'] != null;
  return at ? { ...at, measured } : null;
}
