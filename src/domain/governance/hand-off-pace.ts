import { type Instant, instant, plus } from '../kernel/time.ts';
import {
  clockOf,
  HAND_OFF_STEPS,
  type HandOff,
  type HandOffClocks,
  type HandOffStep,
  type MarkName,
  type Reached,
  reachedBy,
} from './hand-off.ts';

/** A step that was reached, or (at null) is waited for beyond its time; `lateMs` is how much, 0 where it is in time. */
export interface Pace {
  readonly what: MarkName | HandOffStep;
  readonly at: Instant | null;
  readonly lateMs: number;
}

/**
 * When each step was reached, in the order of steps, and by how much each with a clock was later than its time, counted
 * as the clocks count: from the step reached last before it. Last the one that is late now.
 */
export function paceOf(
  row: Pick<HandOff, 'marks' | 'endedAs'>,
  seen: Reached,
  rules: HandOffClocks,
  now: Instant,
): readonly Pace[] {
  const reached = reachedBy(row, seen);
  const before: Instant[] = [];
  const all: Pace[] = [];
  for (const what of ['built', ...HAND_OFF_STEPS] as const) {
    const at = reached[what];
    if (at === null) continue;
    const within = what === 'built' ? undefined : rules[what]?.within;
    const due = within === undefined || before.length === 0 ? at : plus(lastOf(before), within);
    all.push({ what, at, lateMs: Math.max(0, at - due) });
    before.push(at);
  }
  const clock = row.endedAs === null ? clockOf(row, seen, rules) : null;
  const lateMs = clock ? now - clock.dueAt : 0;
  return clock && lateMs > 0 ? [...all, { what: clock.step, at: null, lateMs }] : all;
}

function lastOf(all: readonly Instant[]): Instant {
  return instant(Math.max(...all));
}
