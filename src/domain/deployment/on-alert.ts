import type { Alert } from '../incident/alert.ts';
import type { AlertRule } from '../incident/source.ts';
import type { Instant } from '../kernel/time.ts';
import type { Deployment } from './deployment.ts';
import { askPeople } from './hold.ts';
import type { DeploymentChange } from './moves.ts';

/** An alert, the rule of its source that it fits, and the incident it belongs to. */
export interface Alarm {
  readonly alert: Alert;
  readonly rule: AlertRule;
  readonly incident: string;
}

/**
 * Whether an alert says anything about this deployment: it brings something new, it had begun when the
 * alert did, and it is not what is to end that incident. A rollback is never held by an alert.
 */
export function concerns({ alert, incident }: Alarm, d: Deployment): boolean {
  if (d.kind === 'rollback' || d.startedAt === null) return false;
  if (d.fixes?.toUpperCase() === incident) return false;
  return d.startedAt <= alert.startedAt;
}

/** Holds what runs until one of these people decides; null where there is nothing to hold. */
export function holdFor(
  d: Deployment | null,
  alarm: Alarm,
  asks: readonly string[],
  now: Instant,
): DeploymentChange | null {
  if (d?.status !== 'running' || d.hold !== null || !concerns(alarm, d)) return null;
  return askPeople(d, sayAlarm(alarm), asks, {}, now);
}

/** `alert HighErrorRate of prometheus, rule hold-on-errors, INC-12`. */
export function sayAlarm({ alert, rule, incident }: Alarm): string {
  const said = `alert ${alert.name} of ${alert.source}, rule ${rule.name}, ${incident}`;
  if (rule.do === 'pause') return said;
  return `${said}; it is rolled back once our own measurement says the same`;
}
