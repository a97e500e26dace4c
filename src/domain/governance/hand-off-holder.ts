import { type Instant, plus } from '../kernel/time.ts';
import type { AskedFor, HandOff, HandOffStep, Running } from './hand-off.ts';

/** Who answers for the step that is waited for, by the name that the clock has for them. */
export interface Holder {
  readonly step: HandOffStep;
  readonly name: string;
  /** Who was asked by name since the step is late, and when; null while it is not. */
  readonly late: Pick<AskedFor, 'whom' | 'at'> | null;
  /** Who had it before them; null where they are the first. */
  readonly from: string | null;
  /** Why those were passed over; null where they were asked. */
  readonly passed: string | null;
  /** When it is late or somebody else's, and whose; null where nobody comes after them. */
  readonly until: Instant | null;
  readonly next: string | null;
}

/** What a card shows of a hand-off: who has it, null once it is over; `n` rises with all that is told of it. */
export interface Passing {
  readonly holder: Holder | null;
  readonly n: number;
}

export function passingOf(row: HandOff, clock: Running | null): Passing {
  const { marks, asked, endedAs } = row;
  const n = marks.length + asked.length + (endedAs === null ? 0 : 1);
  return { holder: clock && endedAs === null ? holderOf(row, clock) : null, n };
}

function holderOf({ asked }: HandOff, { step, since, dueAt, owner, next }: Running): Holder {
  const turn = (name: AskedFor['turn']): AskedFor | null =>
    asked.findLast((one) => one.step === step && one.turn === name) ?? null;
  const late = turn('next');
  if (late) {
    const passed = late.instead ?? null;
    return { step, name: next, late, from: owner, passed, until: null, next: null };
  }
  const first = turn('owner');
  const until = first ? plus(dueAt, dueAt - since) : dueAt;
  return { step, name: owner, late: first, from: null, passed: null, until, next };
}
