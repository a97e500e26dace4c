import { outsideAt, type ReleaseWindow, startOf } from '../governance/window.ts';
import type { Instant } from '../kernel/time.ts';
import { firstGap, type Gap, HALF_HOURS, halfHours } from './hours.ts';
import type { Aim } from './targets.ts';

/**
 * The first gap in hours in which something may start there. Closed hours are looked for only where there is a gap at
 * all. A week in which no window opens says nothing.
 */
export function gapThere(
  { service, environment, windows }: Aim & { readonly windows: readonly ReleaseWindow[] },
  short: (at: Instant) => boolean,
  counts: (at: Instant) => boolean = () => true,
): Gap | null {
  const gap = firstGap(HALF_HOURS, short, counts);
  if (!gap || windows.length === 0) return gap;
  const target = { service: service.name, environment: environment.name };
  const weeks = halfHours(windows.map(startOf));
  const isOpen = (at: Instant): boolean => outsideAt(windows, target, at) === null;
  return weeks.some((moments) => moments.some(isOpen))
    ? firstGap(weeks, short, (at) => counts(at) && isOpen(at))
    : gap;
}
