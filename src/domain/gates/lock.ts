import { z } from 'zod';
import { type Held, holding, letsPass } from '../governance/lock.ts';
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
    const place = about.id === null ? '' : placeIn(queue, about);
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
  return `${by} locked ${namePlace(one)}${name ? ` for ${name}` : ''}${because ? `: ${because}` : ''}`;
}

/** Its place among those that wait; nothing while it is alone. */
function placeIn(queue: readonly Queued[], about: { readonly id: string | null }): string {
  const before = queue.filter((one) => goesBefore(one, about));
  if (queue.length === 0) return '';
  const after = before.length > 0 ? `, after ${before.map(({ id }) => id).join(', ')}` : '';
  return ` (number ${before.length + 1} of ${queue.length + 1} that wait${after})`;
}
