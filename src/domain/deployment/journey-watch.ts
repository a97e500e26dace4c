import type { Change, Entry, Plain } from '../kernel/change.ts';
import type { Target } from '../kernel/target.ts';
import type { Instant } from '../kernel/time.ts';
import { type Count, sayVotes, type Vote } from '../verdict/journey/vote.ts';
import type { DeploymentId } from './deployment.ts';
import type { WatchedJourney } from './watched-journeys.ts';

/** Walks so long ago say nothing of now: they begin anew. */
const FORGOTTEN_MS = 30 * 60_000;
/** A round that has not ended so long after its walks had to was of a worker that is gone. */
const ABANDONED_MS = 60_000;

/** A journey that is walked while something goes on there, as its last rounds found it. */
export interface JourneyWatch extends Target {
  readonly name: string;
  /** When the last round was begun, by whoever does. */
  readonly walkedAt: Instant;
  /** Until it has ended, nobody begins another. */
  readonly isUnderWay: boolean;
  /** So many rounds in a row were red, and when the first of them began. */
  readonly reds: number;
  readonly redAt: Instant | null;
  /** Whether a round was green since the walks began, so that what is red now turned red. */
  readonly wasGreen: boolean;
  /** What is to be done and said of it; null: it is green, or was not red for long enough. */
  readonly red: Red | null;
  readonly revision: number;
}

export interface Red {
  readonly since: Instant;
  /** What the probes found, with the step that failed. */
  readonly says: string;
  /** Red since it was first walked: no version that went out meanwhile turned it. */
  readonly isOld: boolean;
  /** When it was found green again; null: it was not. */
  readonly until: Instant | null;
  /** What is held since, for it or for something else; null: nobody has looked yet. */
  readonly held: readonly DeploymentId[] | null;
}

export interface JourneyWatchRow {
  readonly table: 'journey_watch';
  readonly row: JourneyWatch;
}

type Watching = Change<JourneyWatchRow, never>;

/** Whether the time of another round has come. */
export function isDue(
  last: JourneyWatch | null,
  { everyMs, journey }: WatchedJourney,
  now: Instant,
): boolean {
  if (!last) return true;
  const most = last.isUnderWay ? Math.max(everyMs, journey.within + ABANDONED_MS) : everyMs;
  return now - last.walkedAt >= most;
}

/** One of many may begin a round: whoever writes this first. */
export function beginRound(
  last: JourneyWatch | null,
  { service, environment }: Target,
  name: string,
  now: Instant,
): Watching {
  const afresh = { reds: 0, redAt: null, wasGreen: false, red: null };
  const isKnown = last !== null && (last.red !== null || now - last.walkedAt < FORGOTTEN_MS);
  const before = isKnown ? last : afresh;
  const revision = (last?.revision ?? -1) + 1;
  const begun = { walkedAt: now, isUnderWay: true, revision };
  return stored({ ...before, ...begun, service, environment, name });
}

/** What a round found, as one of `confirm` in a row that must be red before anything follows. */
export function endRound(
  begun: JourneyWatch,
  { votes, count }: { readonly votes: readonly Vote[]; readonly count: Count },
  confirm: number,
  now: Instant,
): Watching {
  const before = { ...begun, isUnderWay: false };
  const says = sayVotes(votes, count);
  const turn = (what: string): Entry => turned(before, what, { why: says, votes }, now);
  switch (count) {
    case 'none':
      return next(before, {});
    case 'green': {
      const calm = { reds: 0, redAt: null, wasGreen: true };
      if (!before.red || before.red.until !== null) return next(before, calm);
      return next(before, { ...calm, red: { ...before.red, until: now } }, turn('turned-green'));
    }
    case 'red': {
      const redAt = before.redAt ?? before.walkedAt;
      const more = { reds: before.reds + 1, redAt };
      if (before.red || more.reds < confirm) return next(before, more);
      const red = { since: redAt, says, isOld: !before.wasGreen, until: null, held: null };
      return next(before, { ...more, red }, turn('turned-red'));
    }
  }
}

/** Whether what follows from red, or from green after it, is still to be done. */
export function isOwed({ red }: JourneyWatch): boolean {
  return red !== null && (red.held === null || red.until !== null);
}

/** What follows from red has been done, and this is held. */
export function heeded(before: JourneyWatch, held: readonly DeploymentId[]): Watching | null {
  return before.red ? next(before, { red: { ...before.red, held } }) : null;
}

/** All is said, or nobody walks it any more. */
export function closed(before: JourneyWatch): Watching {
  return next(before, { red: null });
}

/** What a hold for it is known by. */
export function causeOf({
  service,
  environment,
  name,
}: Target & { readonly name: string }): string {
  return `journey:${service}:${environment}:${name}`;
}

function next(before: JourneyWatch, patch: Partial<JourneyWatch>, ...ledger: Entry[]): Watching {
  return { ...stored({ ...before, ...patch, revision: before.revision + 1 }), ledger };
}

function stored(row: JourneyWatch): Watching {
  return { rows: [{ table: 'journey_watch', row }], ledger: [], events: [] };
}

function turned(
  watch: JourneyWatch,
  what: string,
  { why, votes }: { readonly why: string; readonly votes: readonly Vote[] },
  at: Instant,
): Entry {
  const rounds: Plain = votes.map((vote) => plainVote(vote));
  return { subject: causeOf(watch), what, by: 'fairway', at, evidence: { why, votes: rounds } };
}

function plainVote(vote: Vote): Plain {
  if (vote.outcome === 'none') return { ...vote };
  const { probe, outcome, steps } = vote;
  return { probe, outcome, steps: steps.map(({ name, ms, why }) => ({ name, ms, why })) };
}
