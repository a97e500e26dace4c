import { type Refusal, refuse } from '../kernel/refusal.ts';
import { type Instant, plus } from '../kernel/time.ts';
import { nameLine, type Place } from './place.ts';

/** What stopped a line: a person, failed deployments, or something wrong with what serves. */
export type StopCause = 'hand' | 'failures' | 'alert' | 'burn' | 'journey' | 'incident';

/** Why a line is stopped, since when, and who may open it; as it was when it was stopped. */
export interface Stop {
  /** A principal, or `fairway`. */
  readonly by: string;
  readonly at: Instant;
  readonly cause: StopCause;
  readonly because: string;
  /** What runs is held where it is; else it goes through its plan, and only nothing new starts. */
  readonly holds: boolean;
  /** Who may not open it, since it would be their own second word: who stopped it, or whose deployments failed. */
  readonly parties: readonly string[];
  /** Whose approval counted there when it was stopped, the parties left out. */
  readonly openers: readonly string[];
  /** After so many milliseconds one deployment of low risk may try; null: only a person opens it. */
  readonly restMs: number | null;
}

/** The one deployment that may try whether the line can run again. */
export interface Trial {
  readonly id: string;
  readonly since: Instant;
}

export type BreakerState =
  /** The line runs; failures before `since` are forgiven. */
  | { readonly kind: 'closed'; readonly since: Instant }
  /** The line is stopped; `settled` once what ran is held. */
  | { readonly kind: 'open'; readonly stop: Stop; readonly settled: boolean }
  | {
      readonly kind: 'half-open';
      readonly stop: Stop;
      readonly since: Instant;
      readonly trial: Trial | null;
    };

/** How the deployment that tried ended; `neither` where it never showed anything. */
export type TrialEnd = 'good' | 'bad' | 'neither';

/** All that can happen to a breaker. */
export type Happening =
  | { readonly kind: 'stop'; readonly stop: Stop }
  | {
      readonly kind: 'open-line';
      readonly by: string;
      readonly because: string | null;
      /** Whose approval counts there now. */
      readonly countNow: readonly string[];
      readonly at: Instant;
    }
  | { readonly kind: 'settle' }
  | { readonly kind: 'rest'; readonly at: Instant }
  | { readonly kind: 'try'; readonly id: string; readonly at: Instant }
  | {
      readonly kind: 'tried';
      readonly id: string;
      readonly end: TrialEnd;
      readonly at: Instant;
    };

/**
 * The state after something happened; null where that means nothing in this state, and a refusal where a
 * person has to hear why not. Every state and every happening meets here.
 */
export function next(
  state: BreakerState,
  what: Happening,
  place: Place,
): BreakerState | Refusal | null {
  switch (what.kind) {
    case 'stop':
      return stopped(state, what.stop, place);
    case 'open-line':
      return lineOpened(state, what, place);
    case 'settle':
      return state.kind === 'open' && !state.settled ? { ...state, settled: true } : null;
    case 'rest':
      return rested(state, what.at);
    case 'try': {
      if (state.kind !== 'half-open' || state.trial) return null;
      return { ...state, trial: { id: what.id, since: what.at } };
    }
    case 'tried':
      return tried(state, what);
  }
}

/** When a stopped line may let one try; null: never by itself. */
export function restsUntil(state: BreakerState): Instant | null {
  if (state.kind !== 'open' || state.stop.restMs === null) return null;
  return plus(state.stop.at, state.stop.restMs);
}

/** Who may open it now: those whose approval counted then and still does; where none is left, those whose does now. */
export function openersOf(
  { openers, parties }: Stop,
  countNow: readonly string[],
): readonly string[] {
  const still = openers.filter((one) => countNow.includes(one));
  return still.length > 0 ? still : countNow.filter((one) => !parties.includes(one));
}

/** A further stop makes it stricter or changes nothing: what is held stays held, what waits for a person too. */
function stopped(state: BreakerState, stop: Stop, place: Place): BreakerState | Refusal | null {
  if (state.kind === 'closed') return { kind: 'open', stop, settled: !stop.holds };
  const { stop: before } = state;
  const stricter =
    (stop.holds && !before.holds) || (stop.restMs === null && before.restMs !== null);
  if (state.kind === 'open' && !stricter) return already(before, stop, place);
  const parties = [...new Set([...before.parties, ...stop.parties])];
  const both: Stop = {
    ...stop,
    holds: stop.holds || before.holds,
    restMs: stop.restMs === null || before.restMs === null ? null : stop.restMs,
    parties,
    openers: before.openers.filter((one) => !parties.includes(one)),
  };
  return { kind: 'open', stop: both, settled: !both.holds };
}

function already(before: Stop, stop: Stop, place: Place): Refusal | null {
  if (stop.cause !== 'hand') return null;
  return refuse('stopped-already', `The line of ${nameLine(place)} is stopped already.`, {
    why: `${before.by} stopped it: ${before.because}.`,
    fix: 'Nothing is left to do.',
  });
}

function lineOpened(
  state: BreakerState,
  { by, countNow, at }: Extract<Happening, { kind: 'open-line' }>,
  place: Place,
): BreakerState | Refusal {
  if (state.kind === 'closed') {
    return refuse('not-stopped', `The line of ${nameLine(place)} is not stopped.`, {
      line: '/release line list',
    });
  }
  const may = openersOf(state.stop, countNow);
  if (may.includes(by)) return { kind: 'closed', since: at };
  const what =
    state.stop.cause === 'hand' && state.stop.parties.includes(by)
      ? 'You stopped it'
      : state.stop.parties.includes(by)
        ? 'It was stopped for a deployment of yours'
        : 'Your approval did not count there when it was stopped, or does not now';
  return refuse('not-yours-to-open', `${what}, so somebody else has to open it.`, {
    why: `Opening a line lets things start again: it takes a second person, one of those whose yes counted for ${nameLine(place)} when it was stopped.`,
    fix: `Ask ${may.join(' or ') || 'an administrator: nobody is left whose yes counts'}.`,
  });
}

function rested(state: BreakerState, at: Instant): BreakerState | null {
  const until = restsUntil(state);
  if (state.kind !== 'open' || !state.settled || until === null || at < until) return null;
  return { kind: 'half-open', stop: state.stop, since: at, trial: null };
}

function tried(
  state: BreakerState,
  { id, end, at }: Extract<Happening, { kind: 'tried' }>,
): BreakerState | null {
  if (state.kind !== 'half-open' || state.trial?.id !== id) return null;
  switch (end) {
    case 'good':
      return { kind: 'closed', since: at };
    case 'bad':
      return { kind: 'open', stop: { ...state.stop, at }, settled: true };
    case 'neither':
      return { ...state, trial: null };
  }
}
