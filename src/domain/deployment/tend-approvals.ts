import type { Catalog } from '../catalog/catalog.ts';
import type { GateRuling } from '../gates/index.ts';
import type { Instant } from '../kernel/time.ts';
import { callOn } from './call-on.ts';
import type { Deployment } from './deployment.ts';
import { voidLapsed } from './lapse.ts';
import type { DeploymentChange } from './moves.ts';
import { missed } from './planned.ts';
import { turnGreen } from './turn-green.ts';

/**
 * What became of the approvals of a waiting deployment since the last look, before it is decided whether
 * it may start; null when nothing did.
 */
export function tendApprovals(
  d: Deployment,
  rulings: readonly GateRuling[],
  catalog: Catalog,
  now: Instant,
  left: readonly string[] = [],
): DeploymentChange | null {
  if ((d.expiresAt !== null && now >= d.expiresAt) || missed(d, now) !== null) return null;
  return voidLapsed(d, catalog, now, left) ?? turnGreen(d, rulings, now) ?? callOn(d, catalog, now);
}
