import type { GateRuling } from '../gates/index.ts';
import { TOO_LITTLE } from '../gates/power.ts';
import { leftFor, sayLeft } from '../kernel/duration.ts';
import { type Instant, plus, sooner } from '../kernel/time.ts';
import type { Waiting } from './deployment.ts';

/**
 * A fact that nobody announces is looked at again this often. Nothing sleeps longer: a wake-up further
 * off than this is a bug, which a query can see.
 */
export const LONGEST_SLEEP_MS = 60_000;
/** What others are about to end, or may at any moment: who queues behind it should not wait long. */
const SOON_MS = 5_000;
const ENDS_SOON: readonly string[] = [
  'slot',
  'environment-full',
  'lock',
  'stopped',
  'half-open',
  'turn',
  'underway',
  'unknown',
];

/** Seconds in which an approval may be taken back: told by the button that does it. */
const TOO_SHORT = 'withdraw-window';

/** What holds it, in the order of the gates, and for how long still. */
export function waitingFrom(rulings: readonly GateRuling[], now: Instant): readonly Waiting[] {
  return rulings.flatMap(({ gate, ruling }): Waiting[] => {
    if (ruling.verdict === 'pass') return [];
    const { code, why, until, who, lock } = ruling;
    const left = until !== null && until > now && code !== TOO_SHORT;
    return [
      {
        ...{ gate, code, why, until, who },
        ...(left ? { left: sayLeft(until - now) } : {}),
        ...(lock ? { lock } : {}),
      },
    ];
  });
}

/** What let it pass by way of an exception, in words: a broken glass, or a record that spares it the board. */
export function sparedFrom(rulings: readonly GateRuling[]): readonly string[] {
  return rulings.flatMap(({ gate, ruling }) =>
    ruling.verdict === 'pass' && ruling.because ? [`${gate}: ${ruling.because}`] : [],
  );
}

/** Which copies of calendars let it pass. */
export function lookedFrom(rulings: readonly GateRuling[]): readonly string[] {
  return rulings.flatMap(({ ruling }) =>
    ruling.verdict === 'pass' && ruling.looked ? [...ruling.looked] : [],
  );
}

/** When to look again: the earliest moment a gate could pass by itself or its words change, or the recheck. */
export function recheckAt(waiting: readonly Waiting[], now: Instant): Instant {
  const soonest = waiting.reduce<Instant | null>((at, w) => sooner(at, changesAt(w, now)), null);
  const soon = waiting.some((w) => ENDS_SOON.includes(w.code));
  const recheck = plus(now, soon ? SOON_MS : LONGEST_SLEEP_MS);
  return soonest !== null && soonest > now && soonest < recheck ? soonest : recheck;
}

function changesAt({ until, left }: Waiting, now: Instant): Instant | null {
  if (until === null || left === undefined || until <= now) return until;
  return plus(now, leftFor(until - now));
}

/** What is measured anew at each look, so that its numbers are never the same: they are kept and told of once. */
const MEASURED: readonly string[] = [TOO_LITTLE];

/** Whether people would see a difference between two waits. */
export function sameWait(a: readonly Waiting[], b: readonly Waiting[]): boolean {
  const shown = (all: readonly Waiting[]): string =>
    all
      .map((w) => {
        const why = MEASURED.includes(w.code) ? '' : w.why;
        return `${w.code} ${why} ${w.until ?? ''} ${w.left ?? ''} ${w.lock?.token ?? ''}`;
      })
      .join('\n');
  return shown(a) === shown(b);
}
