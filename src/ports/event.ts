import type { DeploymentEvent } from '../domain/deployment/event.ts';
import type { BlackoutEvent } from '../domain/governance/ad-hoc-blackout.ts';
import type { LockEvent } from '../domain/governance/lock.ts';
import type { ScheduleEvent } from '../domain/governance/schedule.ts';

/** Something that was recorded and that others hear of. */
export type Event = DeploymentEvent | LockEvent | ScheduleEvent | BlackoutEvent;

/** Whether it is about a deployment, and not about a rule. */
export function isOfDeployment(event: Event): event is DeploymentEvent {
  return event.type !== 'lock' && event.type !== 'schedule' && event.type !== 'blackout';
}
