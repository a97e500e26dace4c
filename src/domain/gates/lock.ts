import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { type Held, holding, letsPass } from '../governance/lock.ts';
import { arrivals, freedAt } from '../governance/lock-arrivals.ts';
import { namePlace } from '../governance/lock-place.ts';
import { goesBefore, nameCause } from '../governance/precedence.ts';
import { pass, wait } from '../kernel/ruling.ts';
import type { Instant } from '../kernel/time.ts';
import type { Queued } from './facts.ts';
import { defineGate } from './gate.ts';

/** No lock over the target is for something else. */
export const lock = defineGate({
  kind: 'lock',
  says: 'nothing else has locked the service there',
  evidence: false,
  config: z.object({ kind: z.literal('lock') }),
  needs: ['locks', 'queue'],
  rule(_, { locks, queue }, about, now) {
    const foreign = locks
      .flatMap((one) => holding(one, now) ?? [])
      .filter((one) => !letsPass(one, about))
      .toSorted((a, b) => endOf(b) - endOf(a));
    const [longest] = foreign;
    if (!longest) return pass;
    const { service, environment, token } = longest;
    const place = about.id === null ? '' : placeIn(queue, about, freedAt(foreign));
    return wait('lock', `${foreign.map(said).join('; ')}${place}`, {
      until: longest.held.until,
      who: [...new Set(foreign.map(({ held }) => held.by))],
      lock: { service, environment, token },
    });
  },
});

/** Whose end it waits for: without one, it is the last to end. */
function endOf({ held }: Held): Instant | number {
  return held.until ?? Number.MAX_SAFE_INTEGER;
}

function said(one: Held): string {
  const { by, because, cause } = one.held;
  const name = nameCause(cause);
  return `${by} locked ${namePlace(one)}${name ? ` for ${name}${cause.kind === 'incident' && cause.unknown ? ' (not known here)' : ''}` : ''}${because ? `: ${because}` : ''}`;
}

/** Its place among those that wait, and when it is expected to be its turn; nothing while it is alone. */
function placeIn(
  queue: readonly Queued[],
  about: { readonly id: string | null },
  free: Instant | null,
): string {
  const before = queue.filter((one) => goesBefore(one, about));
  if (queue.length === 0) return '';
  const after = before.length > 0 ? `, after ${before.map(({ id }) => id).join(', ')}` : '';
  return ` (number ${before.length + 1} of ${queue.length + 1} that wait${after}${turnOf(before, free)})`;
}

/** Said of those that others go before: for the first it is the end of the lock, which is told beside it. */
function turnOf(before: readonly Queued[], free: Instant | null): string {
  const known = before.flatMap(({ takesMs }) => takesMs ?? []);
  if (before.length === 0 || known.length < before.length) return '';
  const place = { service: '', environment: '' };
  const line = [...known, 0].map((takesMs, i) => ({ id: String(i), takesMs, ...place }));
  const at = arrivals(line, () => free).get(String(before.length));
  return at ? `; by estimate its turn is ${sayClock(at)}` : '';
}

/** To the full minute: it is an estimate. */
function sayClock(at: Instant): string {
  const minute = Math.ceil(at / 60_000) * 60_000;
  const whole = Temporal.Instant.fromEpochMilliseconds(minute).toString();
  return `${whole.slice(0, 10)} at ${whole.slice(11, 16)} UTC`;
}
