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
  const { lasts, review } = catalog.breakGlass;
  const approvers = slotsOf({ gates }).flatMap((slot) => slot.groups);
  const groups = [...new Set([...approvers, ...glassGroups(service, catalog)])];
  return { groups, people: membersOf(catalog, groups), lastsMs: lasts, reviewMs: review };
}

/** Who may break it besides the approvers. */
export function glassGroups(service: Service, { breakGlass }: Catalog): readonly string[] {
  return breakGlass.groups.flatMap((group) => (group === 'owners' ? service.owners : [group]));
}
