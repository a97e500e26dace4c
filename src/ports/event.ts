import type { DeploymentEvent } from '../domain/deployment/event.ts';
import type { LockEvent } from '../domain/governance/lock.ts';
import type { ScheduleEvent } from '../domain/governance/schedule.ts';

/** Something that was recorded and that others hear of. */
export type Event = DeploymentEvent | LockEvent | ScheduleEvent;
