import { isDue } from '../domain/deployment/deployment.ts';
import type { Target } from '../domain/kernel/target.ts';
import { type Decided, deploymentsOf, type Write } from './decided.ts';

/** Who drives a target after a change, and whether older effects are refused from then on. */
interface Fence extends Target {
  readonly raisedBy: 0 | 1;
  readonly holder: string | null;
  readonly leaseUntil: number;
  /** Null where no worker did this: its last sign of life stays. */
  readonly heldAt: number | null;
}

/**
 * Raised when asked for. Who starts a deployment takes its lease with the same change, and who drives
 * one gives the lease back with the change after which there is nothing to do now.
 */
function fenceOf({ about, change, held }: Decided): readonly Fence[] {
  const { target, drive } = about;
  const { service, environment } = target;
  const free = {
    service,
    environment,
    holder: null,
    leaseUntil: 0,
    heldAt: drive ? held.now : null,
  };
  if (change.raiseFence) return [{ ...free, raisedBy: 1 }];
  const row = deploymentsOf(change).findLast(({ id }) => id === about.deployment);
  if (!drive || !row) return [];
  const goesOn = row.status === 'running' && isDue(row, held.now);
  if (about.epoch !== undefined) return goesOn ? [] : [{ ...free, raisedBy: 0 }];
  // Without a lease of its own it takes one by starting; the lease of whoever runs there is not its to give.
  const starts = goesOn && held.deployment?.status === 'pending';
  const leaseUntil = held.now + drive.leaseMs;
  return starts ? [{ ...free, raisedBy: 1, holder: drive.holder, leaseUntil }] : [];
}

const FENCES = {
  name: 'write-fences',
  text: `
  UPDATE fence SET epoch = epoch + (new->>'raisedBy')::int, holder = new->>'holder',
    lease_until = (new->>'leaseUntil')::bigint,
    held_at = coalesce((new->>'heldAt')::bigint, held_at)
  FROM jsonb_array_elements($1::jsonb) AS new
  WHERE service = new->>'service' AND environment = new->>'environment'`,
};

/** One statement for all of them, or none. */
export function writeFences(all: readonly Decided[]): readonly Write[] {
  const fences = all.flatMap(fenceOf);
  if (fences.length === 0) return [];
  return [{ ...FENCES, values: [JSON.stringify(fences)], mustWrite: null }];
}

/** The epoch of its target once a change is written. */
export function epochAfter(one: Decided): number {
  return one.epoch + (fenceOf(one)[0]?.raisedBy ?? 0);
}
