import type { Catalog } from '../catalog/catalog.ts';
import { hasAccount } from '../catalog/find.ts';
import { gatesFor } from '../deployment/draft.ts';
import { glassFor } from '../deployment/glass-for.ts';
import type { GateConfig } from '../gates/index.ts';
import { LIFTS } from '../gates/lift.ts';
import { GLASS_QUORUM } from '../governance/break-glass.ts';
import { covers } from '../governance/window.ts';
import { askersOf } from './askers.ts';
import type { Finding } from './finding.ts';
import { type Aim, aimsOf } from './targets.ts';

/**
 * Something there may hold what break-glass lifts (a closed time, a board, an error budget, an incident), somebody is
 * named who could let a deployment through in an emergency, and yet there are never two of them besides the one who
 * asks, whoever that is. Where nobody at all is named that was meant.
 */
export function unbreakable(catalog: Catalog): readonly Finding[] {
  const seen = new Set<string>();
  return aimsOf(catalog).flatMap((aim): Finding[] => {
    const ask = { ...aim, previous: null, requestedBy: '', withdrawMs: 0 };
    const gates = gatesFor(ask, catalog, (text) => text);
    const { groups, people } = glassFor(aim, gates, catalog);
    const key = groups.join(' ');
    if (groups.length === 0 || seen.has(key) || !mayHold(aim, gates, catalog)) return [];
    seen.add(key);
    const able = people.filter((id) => hasAccount(catalog, id));
    const askers = askersOf(catalog, aim.environment);
    const others = (by: string) => able.filter((id) => id !== by);
    const [asker] = askers;
    if (asker === undefined || askers.some((by) => others(by).length >= GLASS_QUORUM)) return [];
    const left = others(asker).join(' and ') || 'nobody';
    return [
      {
        about: 'breakGlass',
        what: `nobody could break the glass for ${aim.service.name} in ${aim.environment.name}, whoever asks`,
        example: `it takes ${GLASS_QUORUM} others of ${groups.join(', ')} with an account; when ${asker} asks there is only ${left}`,
      },
    ];
  });
}

/** Whether something there could hold a deployment that a broken glass lets through: a closed time only where one speaks. */
function mayHold(
  { service, environment }: Aim,
  gates: readonly GateConfig[],
  { blackouts, windows, feeds = [] }: Catalog,
): boolean {
  const target = { service: service.name, environment: environment.name };
  const closes = [...blackouts, ...windows, ...feeds].some((one) => covers(one, target));
  return gates.some(({ kind }) => LIFTS[kind] === 'lifted' && (kind !== 'blackout' || closes));
}
