import type { Instant } from '../kernel/time.ts';
import type { Delivery, LinkedIncident, Period } from './delivery.ts';
import { remediesOf } from './remedies.ts';
import { lengthsOf, type Summary } from './summary.ts';

/**
 * The definitions, version 1, of the five metrics of dora.dev (guides/dora-metrics, 2026-01-05), for one
 * service in one environment. A change of any of them is a new version with a new name.
 *
 * - A *deployment* is one that reached all of the traffic and is over; it belongs to the moment it was
 *   over. Rollbacks and fixes count; the rollback of one that never had all of the traffic does not.
 * - *Failed*: something was asked for to remedy it (its rollback, or a deployment that fixes it or an
 *   incident that was linked to it), or it ended as failed after it had all of the traffic.
 * - *Recovery* ends with the first success of what remedies it, or of what remedies a remedy that failed.
 *   It begins when the failed one was verified, or had all of the traffic when it never was.
 * - *Rework*: rollbacks, and what was asked for to fix something.
 * - *Lead time*: each commit once, with the first deployment that brought it and succeeded.
 */
export const DORA_VERSION = 'dora-1';

/** Counts a log by the definitions above. `log` is all that is recorded, in any order. */
export function summarise(
  log: readonly Delivery[],
  incidents: readonly LinkedIncident[],
  period: Period,
): Summary {
  const known = log.filter((d) => d.askedAt <= period.asOf);
  const byId = new Map(known.map((d) => [d.id, d]));
  const inside = known.filter((d) => isInside(d, period));
  const counted = inside.filter((d) => isCounted(d, byId));
  const remedies = remediesOf(known, incidents, period.asOf);
  const failed = counted.filter((d) => !d.succeeded || remedies.of(d.id).length > 0);
  const closed = failed.flatMap((d) => {
    const by = remedies.closing(d.id);
    return by === null ? [] : [{ d, by, asked: remedies.asked(d.id) }];
  });
  const leads = leadsOf(known, period);
  return {
    deployments: counted.length,
    failed: failed.length,
    open: failed.length - closed.length,
    rework: counted.filter((d) => d.kind === 'rollback' || d.fixes !== null).length,
    aborted: inside.filter((d) => d.kind === 'deploy' && d.exposed && !isFull(d)).length,
    unlinkedFixes: counted.filter((d) => d.fixes !== null && !remedies.isLinked(d.fixes)).length,
    unremedied: counted.filter((d) => remedies.isUnremedied(d)).map(({ id }) => id),
    lead: lengthsOf(leads.filter((ms) => ms >= 0)),
    skewed: leads.filter((ms) => ms < 0).length,
    withoutTimes: counted.filter((d) => d.kind === 'deploy' && d.succeeded && d.commits === null)
      .length,
    recovery: lengthsOf(closed.map(({ d, by }) => by - inUseAt(d)).filter((ms) => ms >= 0)),
    fromDetection: lengthsOf(
      closed.flatMap(({ by, asked }) => (asked === null ? [] : [by - asked])),
    ),
  };
}

function isInside({ at }: Delivery, { from, to, asOf }: Period): boolean {
  return at !== null && at >= from && at < to && at <= asOf;
}

function isFull(d: Delivery): boolean {
  return d.succeeded || d.fullAt !== null;
}

function isCounted(d: Delivery, byId: ReadonlyMap<string, Delivery>): boolean {
  if (!isFull(d)) return false;
  const from = d.rollbackOf === null ? undefined : byId.get(d.rollbackOf);
  return from === undefined || isFull(from);
}

function inUseAt({ succeeded, fullAt, at, askedAt }: Delivery): Instant {
  return (succeeded ? at : (fullAt ?? at)) ?? askedAt;
}

/** Each commit belongs to the first deployment that brought it and succeeded, whenever that was. */
function leadsOf(known: readonly Delivery[], period: Period): readonly number[] {
  const first = new Map<string, { at: Instant; lead: number }>();
  for (const d of known) {
    if (!d.succeeded || d.at === null) continue;
    for (const { id, committedAt } of d.commits ?? []) {
      const before = first.get(id);
      if (!before || d.at < before.at) first.set(id, { at: d.at, lead: d.at - committedAt });
    }
  }
  return [...first.values()]
    .filter(({ at }) => at >= period.from && at < period.to && at <= period.asOf)
    .map(({ lead }) => lead);
}
