import type { BreakerEvent } from '../domain/breaker/decide.ts';
import type { SuspicionEvent } from '../domain/correlation/suspicion.ts';
import type { DeploymentEvent } from '../domain/deployment/event.ts';
import type { MoveEvent } from '../domain/elsewhere/move.ts';
import type { QuarantineEvent } from '../domain/flaky/quarantine.ts';
import type { ActionEvent } from '../domain/governance/action-item.ts';
import type { BlackoutEvent } from '../domain/governance/ad-hoc-blackout.ts';
import type { FeedEvent } from '../domain/governance/calendar-feed.ts';
import type { TrainEvent } from '../domain/governance/departure.ts';
import type { HandOffEvent } from '../domain/governance/hand-off.ts';
import type { LockEvent } from '../domain/governance/lock.ts';
import type { ScheduleEvent } from '../domain/governance/schedule.ts';
import type { IncidentEvent } from '../domain/incident/incident.ts';

/** Something that was recorded and that others hear of. */
export type Event =
  | DeploymentEvent
  | LockEvent
  | ScheduleEvent
  | BlackoutEvent
  | BreakerEvent
  | IncidentEvent
  | SuspicionEvent
  | FeedEvent
  | HandOffEvent
  | TrainEvent
  | ActionEvent
  | MoveEvent
  | QuarantineEvent;

const OTHERS: readonly Event['type'][] = [
  'lock',
  'schedule',
  'blackout',
  'breaker',
  'incident',
  'suspicion',
  'calendar',
  'hand-off',
  'train',
  'action-item',
  'elsewhere',
  'quarantine',
];

/** Whether it is about a deployment, and not about a rule. */
export function isOfDeployment(event: Event): event is DeploymentEvent {
  return !OTHERS.includes(event.type);
}
