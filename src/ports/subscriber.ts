import type { DeploymentEvent } from '../domain/deployment/event.ts';

/**
 * Hears every event at least once, in the order of the outbox. Must be safe to call twice with the
 * same event; throwing has it told again later.
 */
export interface Subscriber {
  readonly name: string;
  on(event: DeploymentEvent): Promise<void>;
}
