import { findService, placementOf } from '../domain/catalog/find.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import {
  BEFORE_DAYS,
  byRequests,
  comparable,
  type Look,
  looksOf,
  riseIn,
} from '../domain/feedback/look.ts';
import type { Target } from '../domain/kernel/target.ts';
import { type Instant, instant, plus } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';
import type { Spans } from '../ports/metrics.ts';
import type { Records } from '../ports/records.ts';

const DAY_MS = 86_400_000;
const LONGEST_MS = 7 * DAY_MS;
/** More than the test needs to be sure. */
const MOST = 20_000;
const MOST_DEPLOYMENTS = 200;

interface Reads extends Pick<Context, 'catalog'> {
  readonly records: Pick<Records, 'firstTickets' | 'tickets' | 'moved'>;
  readonly provider: (target: Target) => {
    readonly metrics?: { readonly spans?: Pick<Spans, 'during'> } | null;
  };
}

type Put = Pick<Deployment, 'id' | 'kind' | 'service' | 'environment' | 'exposedAt' | 'artifact'>;

/** What users wrote since they met a version, look by look; empty where nothing can be compared. */
export async function userFeedback(ctx: Reads, d: Put, now: Instant): Promise<readonly Look[]> {
  const { records, catalog } = ctx;
  const from = d.exposedAt;
  if (from === null || d.kind !== 'deploy') return [];
  const { tickets: desks = [], reviews = [] } = catalog();
  const names = [...desks, ...reviews].map(({ name }) => name);
  const told = comparable(await records.firstTickets(d, names), from);
  if (!told) return [];
  const until = instant(Math.min(await metUntil(records, d, now), plus(from, LONGEST_MS)));
  const since = plus(from, -BEFORE_DAYS * DAY_MS);
  const all = await records.tickets(d, { since, until, limit: MOST });
  const tickets = all.filter(({ source }) => told.sources.includes(source));
  const looks = looksOf({ version: d.artifact.version, from, until }, tickets, told.since);
  return againstTraffic(ctx, d, looks);
}

/**
 * Rises by time are asked about once more against what was served, where that is remembered; up to the first that
 * holds. A source that is silent leaves them as they are.
 */
async function againstTraffic(
  { catalog, provider }: Reads,
  d: Put,
  looks: readonly Look[],
): Promise<readonly Look[]> {
  const service = findService(catalog(), d.service);
  const placement = service && placementOf(service, d.environment);
  const spans = placement && provider(d).metrics?.spans;
  if (!spans || riseIn(looks) === null) return looks;
  const served = async (span: Look['spans']['after']): Promise<number> => {
    const byVersion = await spans.during(d, placement.target, span);
    return [...byVersion.values()].reduce((sum, { requests }) => sum + requests, 0);
  };
  const asked: Look[] = [];
  for (const look of looks) {
    if (!look.rises || riseIn(asked) !== null) asked.push(look);
    else asked.push(await judged(look, served));
  }
  return asked;
}

async function judged(
  look: Look,
  served: (span: Look['spans']['after']) => Promise<number>,
): Promise<Look> {
  try {
    const after = await served(look.spans.after);
    const before = await Promise.all(look.spans.before.map(served));
    return byRequests(look, { after, before: before.reduce((sum, n) => sum + n, 0) });
  } catch {
    return look;
  }
}

/** When another version was put before people there, a rollback included. */
async function metUntil(records: Reads['records'], d: Put, now: Instant): Promise<Instant> {
  const { service, environment } = d;
  const since = d.exposedAt ?? now;
  const all = await records.moved({
    ...{ services: [service], environment, since },
    until: plus(since, LONGEST_MS + DAY_MS),
    limit: MOST_DEPLOYMENTS,
  });
  const later = all.flatMap(({ id, exposedAt }) =>
    id !== d.id && exposedAt !== null && exposedAt > since ? [exposedAt] : [],
  );
  return instant(Math.min(now, ...later));
}
