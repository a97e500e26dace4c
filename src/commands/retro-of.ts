import type { Suspicion } from '../domain/correlation/suspicion.ts';
import { type Deployment, isDeploymentId } from '../domain/deployment/deployment.ts';
import { isMoveId } from '../domain/elsewhere/move.ts';
import { beganAt, type Incident, touches } from '../domain/incident/incident.ts';
import { type Instant, plus } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';
import type { LedgerLine } from '../ports/records.ts';
import type { Told } from '../projections/retro.ts';
import type { ToldOfIncident } from '../projections/retro-incident.ts';
import { feedbackSentence } from '../projections/user-feedback.ts';
import { userFeedback } from './user-feedback.ts';

const INCIDENTS = 50;
const ACTIONS = 50;
/** Of what was changed elsewhere meanwhile, the newest. */
const ELSEWHERE = 50;
/** What began later than this after a deployment was over is not told with it, unless it is linked. */
const AFTERWARDS_MS = 3_600_000;

type Reads = Pick<Context, 'records'>;

/** All that a deployment led to. */
export async function toldOf(
  ctx: Reads & Pick<Context, 'catalog' | 'provider'>,
  d: Deployment,
): Promise<Told> {
  const { records } = ctx;
  const back = d.rolledBackBy;
  const [rollback, incidents, now] = await Promise.all([
    back ? records.deployment(back) : null,
    records.incidents({ since: d.requestedAt, limit: INCIDENTS }),
    records.now(),
  ]);
  const own = incidents.filter((one) => isPartOf(one, d));
  const subjects = [d.id, ...(back ? [back] : []), ...own.map(({ id }) => id)];
  const { actions, ledger } = await writtenOf({ records }, subjects);
  const users = feedbackSentence(await userFeedback(ctx, d, now), ctx.catalog());
  return { d, rollback, incidents: own, actions, ledger, users, now };
}

/** All that was part of an incident. */
export async function toldOfIncident(
  { records }: Reads,
  incident: Incident,
): Promise<ToldOfIncident> {
  const [suspicion, now] = await Promise.all([records.suspicion(incident.id), records.now()]);
  const cause = suspicion?.cause ? [suspicion.cause.subject] : [];
  const about = [...new Set([...incident.links.map(({ deployment }) => deployment), ...cause])];
  const linked = await Promise.all(
    about.map((id) => (isDeploymentId(id) ? records.deployment(id) : null)),
  );
  const known = linked.filter((d) => d !== null);
  const backs = await Promise.all(
    known.map(({ rolledBackBy }) => (rolledBackBy ? records.deployment(rolledBackBy) : null)),
  );
  const all = [...known, ...backs.filter((d) => d !== null)];
  const deployments = all.filter((d, i) => all.findIndex(({ id }) => id === d.id) === i);
  const elsewhere = await changedElsewhere({ records }, incident, suspicion, now);
  const subjects = [incident.id, ...deployments.map(({ id }) => id), ...elsewhere];
  const { actions, ledger } = await writtenOf({ records }, subjects);
  return { incident, deployments, suspicion, actions, ledger, now };
}

/** What others changed that was suspected, linked, or made where it was wrong while it was. */
async function changedElsewhere(
  { records }: Reads,
  incident: Incident,
  suspicion: Suspicion | null,
  now: Instant,
): Promise<readonly string[]> {
  const { links, places, resolved } = incident;
  const meanwhile =
    places.length > 0
      ? await records.movesElsewhere({
          environments: places.map(({ environment }) => environment),
          services: places.map(({ service }) => service),
          since: beganAt(incident),
          until: resolved?.at ?? now,
          limit: ELSEWHERE,
        })
      : [];
  const named = [...(suspicion?.first.named ?? []), ...(suspicion?.last.named ?? [])];
  const all = [
    ...named.map(({ subject }) => subject),
    ...links.map(({ deployment }) => deployment),
    ...meanwhile.map(({ id }) => id),
  ];
  return [...new Set(all)].filter(isMoveId);
}

/** What was decided to change after any of these, and the ledger of all of it. */
async function writtenOf({ records }: Reads, about: readonly string[]) {
  const actions = await records.actionItems({ about, limit: ACTIONS });
  const subjects = [...about, ...actions.map(({ id }) => id)];
  const lines = await records.ledgerOf(subjects);
  const ledger: readonly LedgerLine[] = [...lines.values()].flat();
  return { actions: actions.toReversed(), ledger };
}

function isPartOf(incident: Incident, d: Deployment): boolean {
  const ids = [d.id, d.rolledBackBy];
  if (incident.links.some(({ deployment }) => ids.some((id) => id === deployment))) return true;
  const until = d.finishedAt === null ? null : plus(d.finishedAt, AFTERWARDS_MS);
  return touches(incident, d) && (until === null || incident.openedAt <= until);
}
