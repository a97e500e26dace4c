import { z } from 'zod';
import type { AlertGroup, ForeignAlert } from '../../domain/incident/alert.ts';
import type { Instant } from '../../domain/kernel/time.ts';
import type { BadShape, WebhookSource } from '../../ports/webhook-source.ts';
import { badShape, firstOf, Labels, Link, Text } from '../webhook-shape.ts';
import { type Asks, At, compiled, elementsOf, firstLine, isSenderOf } from './map.ts';

/** What the expressions of `map` give; `alerts` first, the others for each of those as `alert`. */
const GIVES = [
  'alerts',
  'ref',
  'name',
  'fingerprint',
  'firing',
  'severity',
  'summary',
  'labels',
  'startedAt',
  'endedAt',
  'url',
] as const;

const DEFAULTS = { name: 'alert.name', firing: 'true' } satisfies Partial<
  Record<(typeof GIVES)[number], string>
>;

const One = z.object({
  ref: Text.nullish(),
  name: Text.pipe(z.string().min(1)),
  fingerprint: Text.nullish(),
  firing: z.boolean(),
  severity: Text.nullish(),
  summary: Text.nullish(),
  labels: Labels.nullish().transform((all) => all ?? {}),
  startedAt: At.nullish(),
  endedAt: At.nullish(),
  url: Link,
});

/**
 * Anything that posts JSON, mapped by expressions. `Authorization` with a token, or
 * `X-Hub-Signature-256: sha256=<HMAC of the body>` as GitHub and many others sign.
 */
export const generic: WebhookSource = {
  name: 'generic',
  verify: isSenderOf,
  toAlerts(body, { map }, now) {
    const asks = compiled(map, GIVES, DEFAULTS);
    if ('path' in asks) return asks;
    const found = elementsOf(asks, 'alerts', body);
    if ('path' in found) return found;
    const groups: AlertGroup[] = [];
    const { first, ...rest } = firstOf(found);
    for (const [n, element] of first.entries()) {
      const group = groupOf(asks, { body, alert: element }, n, now);
      if ('path' in group) return group;
      groups.push(group);
    }
    return { id: null, groups, ...rest };
  },
  severities: {},
};

function groupOf(
  asks: Asks,
  values: { readonly body: unknown; readonly alert: unknown },
  n: number,
  now: Instant,
): AlertGroup | BadShape {
  const given: Record<string, unknown> = {};
  for (const [key, ask] of asks) {
    if (key === 'alerts') continue;
    try {
      given[key] = ask(values);
    } catch (error) {
      // What need not be there may be missing from this body.
      if (key === 'name' || key === 'firing')
        return { path: `alerts[${n}].${key}`, why: firstLine(error) };
    }
  }
  const read = One.safeParse(given);
  if (!read.success) {
    const { path, why } = badShape(read.error);
    return { path: `alerts[${n}].${path}`, why };
  }
  const { ref, ...one } = read.data;
  const alert = alertOf(one, now);
  return { ref: ref || alert.fingerprint, url: alert.url, alerts: [alert] };
}

function alertOf(one: Omit<z.infer<typeof One>, 'ref'>, now: Instant): ForeignAlert {
  const { name, severity = null, summary = null, labels, url } = one;
  const fingerprint = one.fingerprint || name;
  const startedAt = one.startedAt ?? now;
  const endedAt = one.firing ? null : (one.endedAt ?? now);
  return { fingerprint, name, summary, severity, labels, startedAt, endedAt, url };
}
