import type { Catalog } from '../catalog/catalog.ts';
import { hasAccount } from '../catalog/find.ts';
import { gatesFor } from '../deployment/draft.ts';
import { glassFor } from '../deployment/glass-for.ts';
import { LIFTS } from '../gates/lift.ts';
import { GLASS_QUORUM } from '../governance/break-glass.ts';
import { askersOf } from './askers.ts';
import { closingsOf } from './closings.ts';
import type { Finding } from './finding.ts';

/**
 * Somewhere is closed, somebody is named who could let a deployment through in an emergency, and yet there are
 * never two of them besides the one who asks, whoever that is. Where nobody at all is named that was meant.
 */
export function unbreakable(catalog: Catalog): readonly Finding[] {
  const seen = new Set<string>();
  return closingsOf(catalog).flatMap(({ aim }): Finding[] => {
    const ask = { ...aim, previous: null, requestedBy: '', withdrawMs: 0 };
    const gates = gatesFor(ask, catalog, (text) => text);
    const { groups, people } = glassFor(aim, gates, catalog);
    const key = groups.join(' ');
    if (groups.length === 0 || seen.has(key) || !gates.some(({ kind }) => LIFTS[kind] === 'lifted'))
      return [];
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
