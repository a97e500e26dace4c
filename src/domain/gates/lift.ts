import type { Ruling } from '../kernel/ruling.ts';
import type { Instant } from '../kernel/time.ts';

/**
 * What break-glass does with a gate. `lifted`: closed times and committees, which exist so that nobody
 * is in a hurry. `never`: who decides, what exactly goes, what it has proven, and whom it would disturb.
 */
type Lift = 'lifted' | 'never';

/** Every kind of gate stands here: `index.ts` does not compile until somebody has decided on a new one. */
export const LIFTS = {
  order: 'never',
  approval: 'never',
  cab: 'lifted',
  schedule: 'never',
  blackout: 'lifted',
  budget: 'lifted',
  burn: 'lifted',
  incident: 'lifted',
  breaker: 'never',
  lock: 'never',
  turn: 'never',
  concurrency: 'never',
  power: 'never',
} as const satisfies Readonly<Record<string, Lift>>;

interface Ruled<Kind extends keyof typeof LIFTS> {
  readonly gate: Kind;
  readonly ruling: Ruling;
}

/** Lets lifted gates pass while the glass is broken, and has them say so. The only place that does. */
export function lift<Kind extends keyof typeof LIFTS>(
  rulings: readonly Ruled<Kind>[],
  until: Instant | null | undefined,
  now: Instant,
): readonly Ruled<Kind>[] {
  if (until == null || now >= until) return rulings;
  return rulings.map(({ gate, ruling }) =>
    ruling.verdict === 'pass' || LIFTS[gate] === 'never'
      ? { gate, ruling }
      : { gate, ruling: { verdict: 'pass', because: `lifted by break-glass (${ruling.why})` } },
  );
}
