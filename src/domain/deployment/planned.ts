import { type GateConfig, SCHEDULED } from '../gates/index.ts';
import { sayDuration } from '../kernel/duration.ts';
import { type Instant, instant, plus } from '../kernel/time.ts';
import type { Deployment } from './deployment.ts';

export type Planned = Omit<Extract<GateConfig, { kind: 'schedule' }>, 'kind'>;

/** How late a start may be that nobody was there for; a later one is missed. */
export const LATEST_START_MS = 15 * 60_000;
const MINUTE_MS = 60_000;

/** The start that was frozen with the plan; null where it starts as soon as it may. */
export function plannedFor({ gates }: Pick<Deployment, 'gates'>): Planned | null {
  return gates.find((gate) => gate.kind === 'schedule') ?? null;
}

/** From when its time to be decided counts: the planned start, or the request. */
export function countsFrom(d: Pick<Deployment, 'gates'>, now: Instant): Instant {
  return instant(Math.max(now, plannedFor(d)?.at ?? now));
}

/**
 * Why its time is over, or null. Only a start that nobody looked at in time is missed: whoever looks
 * after the planned moment finds the schedule passed, so a row that still waits for it was not seen.
 */
export function missed(d: Deployment, now: Instant): string | null {
  const planned = plannedFor(d);
  if (!planned || !d.waiting.some((w) => w.code === SCHEDULED)) return null;
  const latest = plus(instant(planned.at), LATEST_START_MS);
  if (now <= latest) return null;
  const late = sayDuration(Math.floor((now - planned.at) / MINUTE_MS) * MINUTE_MS);
  return `it was planned for ${planned.written}, and Fairway was not there to start it until ${late} later`;
}
