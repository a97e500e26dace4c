import type { DeploymentEvent } from '../domain/deployment/event.ts';
import type { LockEvent } from '../domain/governance/lock.ts';

/** Something that was recorded and that others hear of. */
export type Event = DeploymentEvent | LockEvent;
