import { CloudEvent, HTTP } from 'cloudevents';
import { z } from 'zod';
import type { Sink } from '../../ports/emissions.ts';

const WAIT_MS = 10_000;

/** As much of an event as its envelope repeats; the rest is passed on as it is. */
const Enveloped = z.looseObject({
  context: z.looseObject({
    id: z.string(),
    source: z.string(),
    type: z.string(),
    timestamp: z.string(),
  }),
  subject: z.looseObject({ id: z.string() }),
});

export interface EventSink {
  readonly url: string;
  /** Sent as a bearer token. */
  readonly token: string | null;
}

/**
 * Posts each event as a CloudEvent in structured mode (github.com/cloudevents/spec, HTTP binding). Any
 * 2xx counts as taken; the receiver tells a repetition by the event's id and source.
 */
export function createEventSink({ url, token }: EventSink): Sink {
  return {
    name: 'events',
    async send(body) {
      const data = Enveloped.parse(JSON.parse(body));
      const { id, source, type, timestamp: time } = data.context;
      const event = new CloudEvent({ id, source, type, time, subject: data.subject.id, data });
      const message = HTTP.structured(event);
      const answer = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/cloudevents+json; charset=utf-8',
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        },
        body: String(message.body),
        redirect: 'error',
        signal: AbortSignal.timeout(WAIT_MS),
      });
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`it answered ${answer.status}`);
    },
  };
}
