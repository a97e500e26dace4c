import { type Event, isOfDeployment } from '../ports/event.ts';
import type { Log } from '../ports/log.ts';
import type { Outbox } from '../ports/outbox.ts';
import type { Subscriber } from '../ports/subscriber.ts';
import { inTrace, traceOf } from '../ports/trace.ts';

const BATCH = 100;

/** Tells every subscriber what was recorded, in order, at least once: one that throws hears it again. */
export function createRelay(ports: {
  readonly outbox: Outbox;
  readonly subscribers: readonly Subscriber[];
  readonly log: Log;
}): () => Promise<void> {
  const { outbox, subscribers } = ports;
  async function hear(event: Event): Promise<void> {
    for (const subscriber of subscribers) await subscriber.on(event);
  }
  const tell = (event: Event): Promise<void> =>
    inTrace(isOfDeployment(event) ? traceOf(event) : null, () => hear(event));
  return async () => {
    let told = BATCH;
    while (told === BATCH) told = await outbox.drain(BATCH, tell);
  };
}
