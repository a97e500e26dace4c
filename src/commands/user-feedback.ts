import type { Deployment } from '../domain/deployment/deployment.ts';
import { BEFORE_DAYS, type Look, looksOf } from '../domain/feedback/look.ts';
import { type Instant, instant, plus } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';

const DAY_MS = 86_400_000;
const LONGEST_MS = 7 * DAY_MS;
/** More than the test needs to be sure. */
const MOST = 20_000;
const MOST_DEPLOYMENTS = 200;

/** What users wrote since they met a version, look by look; empty where nothing can be compared. */
export async function userFeedback(
  { records }: Pick<Context, 'records'>,
  d: Deployment,
  now: Instant,
): Promise<readonly Look[]> {
  const from = d.exposedAt;
  if (from === null || d.kind !== 'deploy') return [];
  const heardSince = await records.firstTicket(d);
  if (heardSince === null) return [];
  const until = instant(Math.min(await metUntil(records, d, now), plus(from, LONGEST_MS)));
  const since = plus(from, -BEFORE_DAYS * DAY_MS);
  const tickets = await records.tickets(d, { since, until, limit: MOST });
  return looksOf({ version: d.artifact.version, from, until }, tickets, heardSince);
}

/** When another version was put before people there, a rollback included. */
async function metUntil(
  records: Context['records'],
  d: Deployment,
  now: Instant,
): Promise<Instant> {
  const { service, environment } = d;
  const since = d.exposedAt ?? now;
  const all = await records.deployments({ service, environment, since, limit: MOST_DEPLOYMENTS });
  const later = all.flatMap(({ id, exposedAt }) =>
    id !== d.id && exposedAt !== null && exposedAt > since ? [exposedAt] : [],
  );
  return instant(Math.min(now, ...later));
}
