import type { Event } from './event.ts';

/**
 * Hears every event at least once, in the order of the outbox. Must be safe to call twice with the
 * same event; throwing has it told again later.
 */
export interface Subscriber {
  readonly name: string;
  on(event: Event): Promise<void>;
}
