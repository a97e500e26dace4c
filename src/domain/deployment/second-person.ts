import type { Catalog, Environment, Service } from '../catalog/catalog.ts';
import type { ApprovalSlot } from '../governance/approval.ts';
import { endersThere } from './who-ends.ts';

interface Asked {
  readonly service: Service;
  readonly environment: Environment;
  /** It is asked for as the fix of what stopped a line that goes there. */
  readonly mendsLine?: boolean | undefined;
}

/** Where no rule asks anybody, a fix that goes through a stopped line still takes a second person. */
export function withSecondPerson(
  slots: readonly ApprovalSlot[],
  { service, environment, mendsLine }: Asked,
  catalog: Catalog,
): readonly ApprovalSlot[] {
  if (!mendsLine || slots.length > 0) return slots;
  const people = endersThere([service], environment, catalog);
  return [{ rule: 'second person', groups: [], people, persons: people, quorum: 1 }];
}
