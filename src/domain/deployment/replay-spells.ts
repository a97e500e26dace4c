import { type Instant, instant } from '../kernel/time.ts';
import type { MinuteServed } from './burn-watch.ts';

const MINUTE_MS = 60_000;

export interface BurnSpell {
  readonly at: Instant;
  /** The last minute at whose end it burned. */
  readonly until: Instant;
  /** What was said as it began. */
  readonly why: string;
}

/** When something would have been seen to burn at the end of a minute; what is quiet for `overMs` at most is one. */
export function spellsOf(
  minutes: readonly MinuteServed[],
  burnsAt: (now: Instant) => string | null,
  overMs: number,
): readonly BurnSpell[] {
  const found: BurnSpell[] = [];
  const [first = 0, last = 0] = [minutes[0]?.[0], minutes.at(-1)?.[0]];
  if (minutes.length === 0) return [];
  for (let t = first + MINUTE_MS; t <= last + MINUTE_MS; t += MINUTE_MS) {
    const now = instant(t);
    const why = burnsAt(now);
    if (why === null) continue;
    const before = found.at(-1);
    if (before && t - before.until <= overMs) found[found.length - 1] = { ...before, until: now };
    else found.push({ at: now, until: now, why });
  }
  return found;
}
