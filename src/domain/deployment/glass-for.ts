import type { Catalog, Service } from '../catalog/catalog.ts';
import { membersOf } from '../catalog/find.ts';
import type { GateConfig } from '../gates/index.ts';
import type { Glass } from '../governance/break-glass.ts';
import { slotsOf } from './consent.ts';

/** Its approvers may break the glass, and whoever else the rule names; two of them who did not ask. */
export function glassFor(
  { service }: { readonly service: Service },
  gates: readonly GateConfig[],
  catalog: Catalog,
): Glass {
  const { groups: named, lasts, review } = catalog.breakGlass;
  const approvers = slotsOf({ gates }).flatMap((slot) => slot.groups);
  const others = named.flatMap((group) => (group === 'owners' ? service.owners : [group]));
  const groups = [...new Set([...approvers, ...others])];
  return { groups, people: membersOf(catalog, groups), lastsMs: lasts, reviewMs: review };
}
