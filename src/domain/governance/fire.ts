import { Temporal } from 'temporal-polyfill';
import { sayDuration } from '../kernel/duration.ts';
import { type Instant, plus } from '../kernel/time.ts';
import {
  type Last,
  LOOK_MS,
  next,
  type Schedule,
  type ScheduleChange,
  stop,
  written,
} from './schedule.ts';
import { nextTime, sayRecurrence } from './weekly.ts';

/** After so many failures in a row it is paused: what goes wrong each time needs a person. */
export const MOST_FAILURES = 3;

/**
 * The time to be answered now: the last one that is over, so that several which nobody was there for
 * are answered once. `passed` are those before it, `missed` whether it is over for too long.
 */
export interface Turn {
  readonly occurrence: string;
  readonly passed: number;
  readonly missed: string | null;
}

export function turnOf(s: Schedule, now: Instant): Turn | null {
  const { every, dueAt } = s;
  if (!every || dueAt === null || dueAt > now) return null;
  let at = dueAt;
  let passed = 0;
  for (let after = nextTime(every, at); after <= now; after = nextTime(every, at)) {
    at = after;
    passed += 1;
  }
  const lateMs = now - at;
  const why = s.delayed ?? 'Fairway was not there';
  const missed = lateMs > s.lateMs ? `it was ${late(lateMs)} late: ${why}` : null;
  const occurrence = Temporal.Instant.fromEpochMilliseconds(at).toString();
  return { occurrence, passed, missed };
}

/** What a look found that it comes to. */
export type Finding =
  /** The request is made in the same change. */
  | { readonly kind: 'asked'; readonly deployment: string; readonly why: string }
  | { readonly kind: 'skipped' | 'missed'; readonly why: string }
  /** `code` is that of the refusal. */
  | { readonly kind: 'refused'; readonly why: string; readonly code?: string }
  /** It cannot be said yet: look again. */
  | { readonly kind: 'later'; readonly why: string | null }
  /** Nothing more is asked for until a person lets it. */
  | { readonly kind: 'stopped'; readonly why: string };

/** Why a version that was told of is not waited for any longer, or null: it may not be in the registry yet. */
export function neverCame(s: Schedule, why: string, now: Instant): string | null {
  const lateMs = now - (s.heard?.heardAt ?? now);
  return lateMs > s.lateMs ? `it was not there ${late(lateMs)} after it was told of: ${why}` : null;
}

/** A time that finds nothing to do is over; without times it is looked at again. */
export function notNow({ every }: Pick<Schedule, 'every'>, why: string): Finding {
  return { kind: every === null ? 'later' : 'skipped', why };
}

/** What the schedule knows of the deployment it asked for last, once that is over. */
export type Ended = 'good' | 'bad' | 'neither';

/** The schedule with what was known of its last deployment taken in. */
export function judged(s: Schedule, ended: Ended | null): Schedule {
  if (s.open === null || ended === null) return s;
  const failures = { good: 0, bad: s.failures + 1, neither: s.failures }[ended];
  return { ...s, open: null, failures };
}

interface Answer {
  /** Its time in ISO 8601, or the deployment that was green. */
  readonly occurrence: string;
  readonly passed: number;
  readonly finding: Finding;
  /** Who must hear when it stops: the owners, and whose orders it was. */
  readonly tell: readonly string[];
}

/**
 * One time is answered, once: `dueAt` moves past it in the change that holds what was found, and the
 * revision lets only one of several lookers write it.
 */
export function answerTurn(s: Schedule, answer: Answer, now: Instant): ScheduleChange {
  const { occurrence, passed, finding, tell } = answer;
  if (finding.kind === 'later') return lookAgain(s, finding.why, now);
  if (finding.kind === 'stopped')
    return stop(s, { by: 'fairway', at: now, why: finding.why }, tell);
  const { kind: what, why } = finding;
  const failures = what === 'refused' ? s.failures + 1 : s.failures;
  const last: Last = { occurrence, at: now, what, why };
  const open = finding.kind === 'asked' ? finding.deployment : s.open;
  const row = { ...next(s), last, open, failures, delayed: null, heard: null, ...asleep(s, now) };
  if (what === 'refused' && failures >= MOST_FAILURES) {
    return stop({ ...s, last, failures }, { by: 'fairway', at: now, why: tooMany(why) }, tell);
  }
  const evidence = { occurrence, why, deployment: open, passed, orders: s.by };
  const before = passed > 0 ? ` (${passed} more before it missed)` : '';
  const note = what === 'skipped' ? null : `${s.id} ${WORDS[what]}${before}: ${why}`;
  return written(row, { what, by: 'fairway', at: now, note, evidence });
}

const WORDS = { asked: 'asked', missed: 'missed its time', refused: 'was refused' } as const;

/** Why it is paused after what went wrong so often. */
export function tooMany(why: string): string {
  return `it failed ${MOST_FAILURES} times in a row; the last time: ${why}`;
}

function lookAgain(s: Schedule, why: string | null, now: Instant): ScheduleChange {
  const row = { ...next(s), delayed: why, wakeAt: plus(now, LOOK_MS) };
  const { id, service, environment } = s;
  const about = {
    id,
    service,
    environment,
    revision: row.revision,
    at: now,
    by: 'fairway',
  } as const;
  // Told where people would see a difference: the card is made again.
  const told =
    why === s.delayed ? [] : [{ ...about, type: 'schedule', note: null, tell: [] } as const];
  return { rows: [{ table: 'schedule', row }], ledger: [], events: told };
}

function asleep(s: Schedule, now: Instant): Pick<Schedule, 'dueAt' | 'wakeAt'> {
  const dueAt = s.every ? nextTime(s.every, now) : null;
  const waits = s.from === null; // nothing is looked at until it is told of the next version
  return { dueAt, wakeAt: waits ? null : (dueAt ?? plus(now, LOOK_MS)) };
}

function late(ms: number): string {
  return sayDuration(Math.floor(ms / 60_000) * 60_000);
}

/** When it comes next, in words for the ledger of a request. */
export function occasion(s: Schedule): string {
  if (s.from === null) return `when published, as ${s.heard?.publisher ?? 'somebody'} told`;
  return s.every ? `every ${sayRecurrence(s.every)}` : `when ${s.from} is green`;
}
