import type { Instant } from '../kernel/time.ts';
import type { Delivery, LinkedIncident, Period } from './delivery.ts';

/** What was asked for to put a failed deployment right. */
export interface Remedies {
  of(id: string): readonly Delivery[];
  /** When the first remedy was asked for; null where there is none. */
  asked(id: string): Instant | null;
  /** When the first remedy succeeded, or what remedies one that did not; null while none has. */
  closing(id: string): Instant | null;
  /** Whether it was named as the cause of an incident and went well by all that was recorded. */
  isUnremedied(d: Delivery): boolean;
  /** Whether what a fix is for is a deployment, or an incident that was linked to one. */
  isLinked(fixes: string): boolean;
}

/** @param known what had been asked for by `asOf` */
export function remediesOf(
  known: readonly Delivery[],
  incidents: readonly LinkedIncident[],
  asOf: Instant,
): Remedies {
  const links = incidents.flatMap(({ names, causes }) =>
    causes
      .filter((c) => c.linkedAt <= asOf)
      .flatMap((c) => names.map((name) => ({ incident: name, of: c.deployment }))),
  );
  const byFailed = new Map<string, Set<Delivery>>();
  for (const d of known) {
    const linked = links.filter((one) => one.incident === d.fixes).map((one) => one.of);
    for (const failed of [d.rollbackOf, d.fixes, ...linked]) {
      if (failed === null || failed === d.id) continue;
      byFailed.set(failed, (byFailed.get(failed) ?? new Set()).add(d));
    }
  }
  const of = (id: string) => [...(byFailed.get(id) ?? [])];

  function closing(id: string, seen: ReadonlySet<string>): Instant | null {
    const ends = of(id).flatMap((remedy) => {
      if (seen.has(remedy.id)) return [];
      if (remedy.succeeded && remedy.at !== null && remedy.at <= asOf) return [remedy.at];
      return [closing(remedy.id, new Set([...seen, remedy.id]))];
    });
    return earliest(ends);
  }

  return {
    of,
    asked: (id) => earliest(of(id).map((d) => d.askedAt)),
    closing: (id) => closing(id, new Set([id])),
    isUnremedied: ({ id, succeeded }) =>
      succeeded && of(id).length === 0 && links.some((one) => one.of === id),
    isLinked: (fixes) => /^D-\d+$/.test(fixes) || links.some((one) => one.incident === fixes),
  };
}

function earliest(all: readonly (Instant | null)[]): Instant | null {
  return all.reduce((a, b) => (a === null || (b !== null && b < a) ? b : a), null);
}

/** Began in the period, and nobody had named a deployment as its cause by the as-of moment. */
export function isUnlinked({ at, causes }: LinkedIncident, { from, to, asOf }: Period): boolean {
  const known = causes.some(({ linkedAt }) => linkedAt <= asOf);
  return at >= from && at < to && at <= asOf && !known;
}
