import { plus } from '../../domain/kernel/time.ts';
import { between, type Counters, NO_TRAFFIC } from '../../domain/verdict/counters.ts';
import type { Metrics, Spans } from '../../ports/metrics.ts';
import type { Look } from './runner.ts';

/** How much of the stable version's time is looked at before anything is compared. */
const PAST_MS = 10 * 60_000;

export interface Both {
  readonly canary: Counters;
  readonly stable: Counters;
}

/** Up to where an earlier look saw: totals as they were, or the time where the source remembers. */
export interface Mark {
  readonly totals: Both;
  readonly readTo?: number | null | undefined;
}

export interface Seen {
  /** What both served since the mark; without one, what the stable version served before. */
  readonly since: Both;
  readonly mark: Mark;
}

const NOBODY: Both = { canary: NO_TRAFFIC, stable: NO_TRAFFIC };

/** What both versions served since an earlier look. @throws when the source is silent */
export function seenSince(look: Look, metrics: Metrics, before: Mark | null): Promise<Seen> {
  return metrics.spans ? bySpan(look, metrics.spans, before) : byTotals(look, metrics, before);
}

async function byTotals(look: Look, metrics: Metrics, before: Mark | null): Promise<Seen> {
  const totals = bothOf(look, await metrics.read(look.d, look.call.placement));
  const since = before
    ? {
        canary: between(before.totals.canary, totals.canary),
        stable: between(before.totals.stable, totals.stable),
      }
    : { canary: NO_TRAFFIC, stable: totals.stable };
  return { since, mark: { totals } };
}

async function bySpan(look: Look, spans: Spans, before: Mark | null): Promise<Seen> {
  const { d, call, now } = look;
  const to = plus(now, -spans.lateMs);
  const from = before?.readTo == null ? plus(to, -PAST_MS) : plus(to, before.readTo - to);
  const mark = { totals: NOBODY, readTo: Math.max(from, to) };
  if (from >= to) return { since: NOBODY, mark };
  const served = bothOf(look, await spans.during(d, call.placement, { from, to }));
  return { since: before ? served : { ...served, canary: NO_TRAFFIC }, mark };
}

function bothOf({ d }: Look, read: ReadonlyMap<string, Counters>): Both {
  return {
    canary: read.get(d.artifact.version) ?? NO_TRAFFIC,
    stable: read.get(d.previous?.version ?? '') ?? NO_TRAFFIC,
  };
}
