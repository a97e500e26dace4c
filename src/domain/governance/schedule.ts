import type { Change, Entry, Plain } from '../kernel/change.ts';
import { sayDuration } from '../kernel/duration.ts';
import { type Refusal, refuse } from '../kernel/refusal.ts';
import type { Target } from '../kernel/target.ts';
import type { Instant } from '../kernel/time.ts';
import { nextTime, type Recurrence, sayRecurrence } from './weekly.ts';

export type ScheduleId = `S-${number}`;

export function isScheduleId(text: string): text is ScheduleId {
  return /^S-[1-9]\d*$/.test(text);
}

/**
 * Standing orders of one person: what is verified in `from` is asked for here, or, where `from` is null, each
 * version that a publisher tells of. `every` says at which
 * times, `greenMs` for how long it must have been green there; at least one of them is said. Without
 * `every` each version is asked for once, as soon as it has been green for so long.
 */
export interface Schedule extends Target {
  readonly id: ScheduleId;
  readonly from: string | null;
  readonly every: Recurrence | null;
  readonly greenMs: number | null;
  /** How late a time may be answered that nobody was there for. */
  readonly lateMs: number;
  /** Whose orders they are: who made it, or who last let it go on. */
  readonly by: string;
  readonly at: Instant;
  readonly because: string | null;
  /** Where it was made, as the chat names it. */
  readonly channel: string | null;
  /** Why nothing is asked for at the moment. */
  readonly stopped: Stopped | null;
  readonly removed: boolean;
  /** The next time to be answered; null without `every`. */
  readonly dueAt: Instant | null;
  /** When it is looked at next; null while it is stopped, and while it waits to be told of a version. */
  readonly wakeAt: Instant | null;
  /** Why the last look left it for the next one. */
  readonly delayed: string | null;
  readonly last: Last | null;
  /** The version that was told of and is to be asked for; left out or null: none is. */
  readonly heard?: Heard | null;
  /** When the newest version that was told of was published; what is older is not asked for after it. */
  readonly newest?: Instant | null;
  /** The deployment it asked for whose end it has not seen. */
  readonly open: string | null;
  /** In a row. */
  readonly failures: number;
  readonly revision: number;
}

/** A version that somebody says is there. Only its name counts, and that is looked up. */
export interface Heard {
  readonly version: string;
  readonly publisher: string;
  /** When it says it was published. */
  readonly at: Instant;
  readonly heardAt: Instant;
}

export interface Stopped {
  readonly by: string;
  readonly at: Instant;
  readonly why: string;
}

/** What became of its last time. `occurrence` is that time in ISO 8601, the deployment that was green, or the version. */
export interface Last {
  readonly occurrence: string;
  readonly at: Instant;
  readonly what: 'asked' | 'skipped' | 'missed' | 'refused';
  readonly why: string;
}

export interface ScheduleRow {
  readonly table: 'schedule';
  readonly row: Schedule;
}

/** Something happened to a schedule; `note` and `tell` as with a deployment. */
export interface ScheduleEvent extends Target {
  readonly type: 'schedule';
  readonly id: ScheduleId;
  readonly revision: number;
  readonly at: Instant;
  readonly by: string;
  readonly note: string | null;
  readonly tell: readonly string[];
}
export type ScheduleChange = Change<ScheduleRow, ScheduleEvent>;

/** What is not watched from outside is looked at this often. */
export const LOOK_MS = 60_000;

export type Orders = Pick<
  Schedule,
  'service' | 'environment' | 'from' | 'every' | 'greenMs' | 'lateMs' | 'because' | 'channel'
>;

export function makeSchedule(
  id: ScheduleId,
  orders: Orders,
  { by, line, now }: { readonly by: string; readonly line: string; readonly now: Instant },
): ScheduleChange {
  const row: Schedule = {
    ...orders,
    id,
    by,
    at: now,
    stopped: null,
    removed: false,
    ...awake(orders, now),
    delayed: null,
    last: null,
    open: null,
    failures: 0,
    revision: 0,
  };
  const { service, environment, from, because } = orders;
  return written(row, {
    what: 'scheduled',
    by,
    at: now,
    note: `${by} made the schedule ${id}: ${sayOrders(row)}`,
    evidence: { line, service, environment, from, when: sayWhen(row), because },
  });
}

/** Nothing is asked for until somebody lets it go on. */
export function pauseSchedule(s: Schedule, stopped: Stopped): ScheduleChange | Refusal {
  if (s.removed) return gone(s);
  if (s.stopped) {
    const { by, why } = s.stopped;
    return refuse('paused', `${s.id} is paused already, by ${by}: ${why}.`, {
      line: `/release resume ${s.id}`,
    });
  }
  return stop(s, stopped, []);
}

/** Its orders are those of whoever lets it go on, from the next time on: what was due meanwhile is over. */
export function resumeSchedule(s: Schedule, by: string, now: Instant): ScheduleChange | Refusal {
  if (s.removed) return gone(s);
  if (!s.stopped) {
    return refuse('not-paused', `${s.id} is not paused.`, { line: '/release schedules' });
  }
  const row = { ...next(s), by, stopped: null, failures: 0, heard: null, ...awake(s, now) };
  return written(row, {
    what: 'resumed',
    by,
    at: now,
    note: `${by} lets ${s.id} go on, as orders of ${by}`,
    evidence: { before: s.by },
  });
}

/** For good; what it asked for already goes on. */
export function removeSchedule(s: Schedule, by: string, now: Instant): ScheduleChange | Refusal {
  if (s.removed) return gone(s);
  const row = { ...next(s), removed: true, wakeAt: null, dueAt: null, heard: null };
  return written(row, {
    what: 'unscheduled',
    by,
    at: now,
    note: `${by} removed ${s.id}`,
    evidence: { when: sayWhen(s) },
  });
}

/** The paused schedule, and the people who must hear of it. */
export function stop(s: Schedule, stopped: Stopped, tell: readonly string[]): ScheduleChange {
  const { by, at, why } = stopped;
  const row = { ...next(s), stopped, wakeAt: null, dueAt: null, delayed: null, heard: null };
  const note = `${s.id} is paused by ${by}: ${why}. To go on: /release resume ${s.id}`;
  return written(row, { what: 'paused', by, at, note, tell, evidence: { why } });
}

/** `shop from staging to production, every weekday at 10:00 Europe/Berlin`. */
export function sayOrders(s: Orders): string {
  return `${sayWay(s)}, ${sayWhen(s)}`;
}

/** `shop from staging to production`, or `shop to staging` where it waits for new versions. */
export function sayWay({
  service,
  from,
  environment,
}: Pick<Orders, 'service' | 'from' | 'environment'>) {
  return from === null
    ? `${service} to ${environment}`
    : `${service} from ${from} to ${environment}`;
}

/** `every weekday at 10:00 Europe/Berlin, when staging has been green for 30 minutes`. */
export function sayWhen({ every, greenMs, from }: Pick<Orders, 'every' | 'greenMs' | 'from'>) {
  if (from === null) return 'when published';
  const times = every ? [`every ${sayRecurrence(every)}`] : [];
  const green = greenMs === null ? [] : [`when ${from} has been green for ${sayDuration(greenMs)}`];
  return [...times, ...green].join(', ');
}

/** The row that follows, one revision on. */
export function next(s: Schedule): Schedule {
  return { ...s, revision: s.revision + 1 };
}

interface Deed {
  readonly what: string;
  readonly by: string;
  readonly at: Instant;
  readonly note: string | null;
  readonly tell?: readonly string[];
  readonly evidence: { readonly [key: string]: Plain };
}

/** A row with its ledger entry and its event. */
export function written(
  row: Schedule,
  { what, by, at, note, tell = [], evidence }: Deed,
): ScheduleChange {
  const { id, service, environment, revision } = row;
  const entry: Entry = { subject: id, what, by, at, evidence };
  const event = {
    type: 'schedule',
    id,
    service,
    environment,
    revision,
    at,
    by,
    note,
    tell,
  } as const;
  return { rows: [{ table: 'schedule', row }], ledger: [entry], events: [event] };
}

/** One that waits to be told of a version is not looked at until it is. */
function awake({ every, from }: Orders, now: Instant): Pick<Schedule, 'dueAt' | 'wakeAt'> {
  const dueAt = every ? nextTime(every, now) : null;
  return { dueAt, wakeAt: from === null ? null : (dueAt ?? now) };
}

function gone({ id }: Schedule): Refusal {
  return refuse('removed', `${id} was removed.`, { line: '/release schedules' });
}
