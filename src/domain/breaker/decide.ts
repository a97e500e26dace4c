import type { Change, Entry, Plain } from '../kernel/change.ts';
import { isRefusal, type Refusal } from '../kernel/refusal.ts';
import type { Target } from '../kernel/target.ts';
import { type Instant, instant } from '../kernel/time.ts';
import { type BreakerState, type Happening, next } from './breaker.ts';
import type { Place } from './place.ts';

/** One for each place that was ever stopped; a place without one runs. */
export interface Breaker extends Target {
  readonly state: BreakerState;
  readonly revision: number;
}

export interface BreakerRow {
  readonly table: 'breaker';
  readonly row: Breaker;
}

/** What everybody who deploys there has to hear of. */
export interface BreakerEvent extends Target {
  readonly type: 'breaker';
  readonly what:
    | 'stopped'
    | 'opened'
    | 'half-opened'
    | 'trying'
    | 'tried-well'
    | 'tried-badly'
    | 'not-tried';
  readonly by: string;
  readonly at: Instant;
  /** Why it was opened, or which deployment tried; null where there is nothing to say. */
  readonly because: string | null;
  readonly breaker: Breaker;
}

export type BreakerChange = Change<BreakerRow, BreakerEvent>;

const RUNS: BreakerState = { kind: 'closed', since: instant(0) };

/** What a happening changes, with its ledger entry and its event; null where it changes nothing. */
export function decideBreaker(
  held: Breaker | null,
  place: Place,
  what: Happening,
): BreakerChange | Refusal | null {
  const before = held?.state ?? RUNS;
  const state = next(before, what, place);
  if (state === null || isRefusal(state)) return state;
  const { service, environment } = place;
  const row: Breaker = { service, environment, state, revision: (held?.revision ?? -1) + 1 };
  const rows = [{ table: 'breaker', row }] as const;
  if (what.kind === 'settle') return { rows, ledger: [], events: [] };
  const said = saidOf(what);
  const entry: Entry = {
    subject: `breaker:${service}:${environment}`,
    what: said.what,
    by: said.by,
    at: said.at,
    evidence: { ...said.evidence, before: before.kind, after: state.kind },
  };
  const event: BreakerEvent = {
    type: 'breaker',
    what: said.what,
    service,
    environment,
    by: said.by,
    at: said.at,
    because: said.because,
    breaker: row,
  };
  return { rows, ledger: [entry], events: [event] };
}

interface Said extends Pick<BreakerEvent, 'what' | 'by' | 'at' | 'because'> {
  readonly evidence: { readonly [key: string]: Plain };
}

const TRIED = { good: 'tried-well', bad: 'tried-badly', neither: 'not-tried' } as const;

function saidOf(what: Exclude<Happening, { kind: 'settle' }>): Said {
  switch (what.kind) {
    case 'stop': {
      const { by, at, because, cause, holds, parties, openers, restMs } = what.stop;
      const evidence = {
        because,
        cause,
        holds,
        parties: [...parties],
        openers: [...openers],
        restMs,
      };
      return { what: 'stopped', by, at, because, evidence };
    }
    case 'open-line': {
      const { by, at, because } = what;
      return { what: 'opened', by, at, because, evidence: { because } };
    }
    case 'rest':
      return { what: 'half-opened', by: 'fairway', at: what.at, because: null, evidence: {} };
    case 'try': {
      const { id, at } = what;
      return { what: 'trying', by: 'fairway', at, because: id, evidence: { trial: id } };
    }
    case 'tried': {
      const { id, at, end } = what;
      const evidence = { trial: id, end };
      return { what: TRIED[end], by: 'fairway', at, because: id, evidence };
    }
  }
}

/** Whether it keeps something from starting. */
export function isStopping({ state }: Breaker): boolean {
  return state.kind !== 'closed';
}
