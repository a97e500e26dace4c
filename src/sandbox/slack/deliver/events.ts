import type { Clock } from '../clock.ts';
import type { JsonObject } from '../json.ts';
import type { Faults } from '../rules/faults.ts';
import { retryDelaysMs } from '../rules/retries.ts';
import type { Envelope, Outcome } from './delivery.ts';

export interface EventSenderOptions {
  readonly clock: Clock;
  readonly faults: Faults;
  send(envelope: Envelope): Promise<Outcome>;
  failed(payload: JsonObject, reason: string, attempts: number): void;
}

export interface EventSender {
  emit(payload: JsonObject): void;
  close(): void;
}

/** Sends events with Slack's three retries; nobody waits for them, and their order is not promised. */
export function createEventSender(options: EventSenderOptions): EventSender {
  const timers = new Set<() => void>();
  let held: JsonObject | undefined;
  let isClosed = false;

  async function attempt(payload: JsonObject, num: number, reason: string): Promise<void> {
    const retry = num === 0 ? {} : { retry: { num, reason } };
    const outcome = await options.send({ kind: 'events_api', payload, ...retry });
    if (outcome.ok || isClosed) return;
    const delayMs = retryDelaysMs[num];
    if (delayMs === undefined || outcome.noRetry)
      return options.failed(payload, outcome.reason, num + 1);
    const stop = options.clock.setTimer(delayMs, () => {
      timers.delete(stop);
      void attempt(payload, num + 1, outcome.reason);
    });
    timers.add(stop);
  }

  return {
    emit(payload) {
      const fault = options.faults.dueEvent();
      if (fault === 'hold' && held === undefined) {
        held = payload;
        return;
      }
      const late = held;
      held = undefined;
      void attempt(payload, 0, '');
      if (fault === 'duplicate') void attempt(payload, 0, '');
      if (late !== undefined) void attempt(late, 0, '');
    },
    close() {
      isClosed = true;
      for (const stop of timers) stop();
      timers.clear();
    },
  };
}
