import type { Bell } from '../ports/bell.ts';
import { type Event, isOfDeployment } from '../ports/event.ts';
import type { Log } from '../ports/log.ts';
import type { Outbox } from '../ports/outbox.ts';
import type { Subscriber } from '../ports/subscriber.ts';
import { inTrace, traceOf } from '../ports/trace.ts';

const BATCH = 100;

/**
 * Tells every subscriber what was recorded, in order, and wakes the deployment it happened to. Events
 * are told at least once: a subscriber that throws hears it again.
 */
export function createRelay(ports: {
  readonly outbox: Outbox;
  readonly bell: Bell;
  readonly subscribers: readonly Subscriber[];
  readonly log: Log;
}): () => Promise<void> {
  const { outbox, bell, subscribers } = ports;
  async function hear(event: Event): Promise<void> {
    if (isOfDeployment(event)) await bell.ring('advance', event.id);
    for (const subscriber of subscribers) await subscriber.on(event);
  }
  const tell = (event: Event): Promise<void> =>
    inTrace(isOfDeployment(event) ? traceOf(event) : null, () => hear(event));
  return async () => {
    let told = BATCH;
    while (told === BATCH) told = await outbox.drain(BATCH, tell);
  };
}
