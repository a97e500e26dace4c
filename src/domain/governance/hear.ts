import type { Instant } from '../kernel/time.ts';
import type { Publication } from './publication.ts';
import { next, type Schedule, type ScheduleChange, written } from './schedule.ts';

/**
 * A schedule that waits for versions is told of one: it is to be asked for, in place of one that was told of
 * and not asked for yet. Null where that changes nothing: it is told again, it is paused, or waits for no
 * version. One that was published before the newest is passed over: what comes late brings nothing back.
 */
export function hear(s: Schedule, told: Publication, now: Instant): ScheduleChange | null {
  if (s.from !== null || s.removed || s.stopped) return null;
  const { version, publisher, on, at } = told;
  const [newest, known] = [s.newest ?? null, s.heard ?? null];
  if (known?.version === version || isRepeat(s, told)) return null;
  const by = `publisher:${publisher}`;
  const evidence = { version, on, published: at, over: known?.version ?? null };
  if (newest !== null && at < newest) {
    const row = next(s);
    return written(row, { what: 'passed-over', by, at: now, note: null, evidence });
  }
  const heard = { version, publisher, at, heardAt: now };
  const row = { ...next(s), heard, newest: at, delayed: null, wakeAt: now };
  const over = known ? ` in place of ${known.version}` : '';
  const note = `${s.id} was told by ${publisher} that ${version} is there${over}`;
  return written(row, { what: 'heard', by, at: now, note, evidence });
}

/** What was asked for already is told again by another delivery. */
function isRepeat({ last, newest }: Schedule, { version, at }: Publication): boolean {
  const asked = last?.occurrence.startsWith(`${version} `) ?? false;
  return asked && at === newest;
}
