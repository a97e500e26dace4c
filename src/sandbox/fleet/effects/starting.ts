import type { Digest } from '../../../domain/artifact/artifact.ts';
import type { Target } from '../../../domain/kernel/target.ts';
import { type FleetState, slotOf, withKey, withSlot } from '../state/fleet-state.ts';
import { sameTarget } from '../targets.ts';
import { start } from './start.ts';

/** The version was healthy here: from now on it is restarted when it crashes. */
export function markProven(state: FleetState, target: Target, digest: Digest): FleetState {
  const slot = slotOf(state, target);
  if (slot.versions.every((one) => one.digest !== digest || one.proven)) return state;
  const versions = slot.versions.map((one) =>
    one.digest === digest ? { ...one, proven: true } : one,
  );
  return withSlot(state, { ...slot, versions });
}

/** The version died at start: it is no longer wished for, and whoever asked for it learns why. */
export function dropStillborn(
  state: FleetState,
  target: Target,
  digest: Digest,
  why: string,
): FleetState {
  const slot = slotOf(state, target);
  const versions = slot.versions.filter((one) => one.digest !== digest);
  return state.keys
    .filter(
      (record) =>
        record.outcome.state === 'running' &&
        record.kind === start.kind &&
        sameTarget(record, target) &&
        start.request.safeParse(record.request).data?.digest === digest,
    )
    .reduce(
      (before, record) =>
        withKey(before, { ...record, outcome: { state: 'failed', code: 'crashed-at-start', why } }),
      withSlot(state, { ...slot, versions }),
    );
}
