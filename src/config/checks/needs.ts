import { StrategyFile, sayNeeds, unfit } from '../../domain/strategies/by-need.ts';
import type { Misfit, Topology } from '../../domain/strategies/fits.ts';
import type { Fault } from '../fault.ts';
import { placementsOf, type WrittenPlacement } from '../placement.ts';
import { mapOf } from '../select.ts';
import { faultAt, type Source } from '../source.ts';
import { chosenAt, topologyAt } from '../topology-at.ts';
import type { Ground } from './check.ts';

/** What a rollout must give is what it can give there. A strategy that is named may be unfit: its deployment is refused. */
export function needs(ground: Ground): readonly Fault[] {
  const environments = mapOf(mapOf(ground.organisation.raw)?.['environments']) ?? {};
  return ground.services
    .filter(({ sound }) => sound)
    .flatMap((source) =>
      placementsOf(source.raw, Object.keys(environments)).flatMap((placement) => {
        const at = topologyAt(placement, environments[placement.environment], ground);
        return at === null ? [] : unmet(source, placement, at);
      }),
    );
}

function unmet(source: Source, { environment, strategy }: WrittenPlacement, at: Topology) {
  const read = StrategyFile.safeParse(strategy);
  if (!read.success) return [];
  const chosen = chosenAt(strategy, read.data, at);
  const found = chosen.picked ? unfit(chosen, at) : null;
  if (!found || !chosen.picked) return [];
  const own = mapOf(mapOf(mapOf(source.raw)?.['environments'])?.[environment]);
  const path = own?.['strategy'] == null ? ['strategy'] : ['environments', environment, 'strategy'];
  const message = `${environment} cannot give ${sayNeeds(chosen.picked.needs)}: ${found.why}`;
  return [faultAt(source, [...path, 'needs'], 'value', message, remedy(found))];
}

function remedy({ instead, fitting }: Misfit): string | null {
  const ways = [
    ...(instead === null ? [] : [`write ${instead}`]),
    ...(fitting.length > 0 ? [`kind: ${fitting.join(' or ')} would fit`] : []),
  ];
  return ways.length > 0 ? ways.join('; or ') : null;
}
