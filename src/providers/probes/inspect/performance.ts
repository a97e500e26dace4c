import { setTimeout as sleep } from 'node:timers/promises';
import type { Inspect } from './inspect.ts';

/** So many may be on their way at once; what is slower than that fails by itself. */
const MOST_OPEN = 200;

/**
 * Asks at a steady rate for a bounded time, whether earlier answers have come or not, so that a stalled
 * server cannot hide behind requests that were never sent (coordinated omission).
 */
export const load: Inspect<'performance'> = async (wish, { fetch, signal }) => {
  const times: number[] = [];
  let failed = 0;
  let forbidden: unknown = null;
  async function one(): Promise<void> {
    const startedAt = performance.now();
    const isWell = await fetch(wish.url, { signal, redirect: 'manual' }).then(
      ({ status }) => status < 500,
      (error: unknown) => {
        if (mayNotAsk(error)) forbidden = error;
        return false;
      },
    );
    times.push(performance.now() - startedAt);
    if (!isWell) failed += 1;
  }
  const count = Math.max(1, Math.round((wish.rate * wish.for) / 1_000));
  const asked: Promise<void>[] = [];
  const isOn = (): boolean =>
    !signal.aborted && forbidden === null && asked.length - times.length < MOST_OPEN;
  const beganAt = performance.now();
  while (asked.length < count && isOn()) {
    asked.push(one());
    // By when it is due and not by when the one before was sent: a timer is late each time, and never early.
    const dueAt = beganAt + (asked.length * 1_000) / wish.rate;
    await sleep(Math.max(0, dueAt - performance.now()), undefined, { signal }).catch(() => {});
  }
  await Promise.all(asked);
  if (forbidden !== null) throw forbidden;
  if (asked.length < count) throw new Error(`only ${asked.length} of ${count} requests were sent`);
  const p95 = Math.round(times.toSorted((a, b) => a - b)[Math.ceil(times.length * 0.95) - 1] ?? 0);
  const says = `p95 ${p95} ms, ${failed} of ${count} failed at ${wish.rate} a second`;
  const slow = p95 > wish.p95 ? [`p95 is ${p95} ms, allowed are ${wish.p95} ms`] : [];
  const broken = failed / count > wish.errorRate ? [`${failed} of ${count} requests failed`] : [];
  const wrong = [...slow, ...broken];
  return { says, fault: wrong.length === 0 ? null : wrong.join(', ') };
};

/** It was never asked. */
function mayNotAsk(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === 'not allowed' || code === 'address';
}
