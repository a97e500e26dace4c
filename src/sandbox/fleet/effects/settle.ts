import { type FleetState, type KeyRecord, withKey } from '../state/fleet-state.ts';
import type { Running } from './effect-kind.ts';
import { EFFECTS } from './index.ts';

/** Gives every running key whose wish came true (or can no longer) its final outcome. */
export function settleKeys(state: FleetState, running: Running): FleetState {
  return state.keys
    .filter(({ outcome }) => outcome.state === 'running')
    .reduce((before, record) => settle(before, record, running), state);
}

function settle(state: FleetState, record: KeyRecord, running: Running): FleetState {
  const read = EFFECTS.find(({ kind }) => kind === record.kind)?.read(record.request);
  // Written by an older version of the fleet: it can no longer be understood, so it has failed.
  if (read === undefined || 'error' in read) {
    const why = `a ${record.kind} of this form is no longer known`;
    return withKey(state, {
      ...record,
      outcome: { state: 'failed', code: 'unknown-request', why },
    });
  }
  const outcome = read.ask.progress(state, running);
  return outcome.state === 'running' ? state : withKey(state, { ...record, outcome });
}
