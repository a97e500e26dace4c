import type { Deployment } from '../domain/deployment/deployment.ts';
import { type Incident, touches } from '../domain/incident/incident.ts';
import { isRefusal } from '../domain/kernel/refusal.ts';
import { plus } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';
import { retroDocument, retroOf, retroView, type Told } from '../projections/retro.ts';
import { feedbackSentence } from '../projections/user-feedback.ts';
import { defineVerb } from './command.ts';
import { deploymentNamed } from './find.ts';
import { optional, required } from './grammar/spec.ts';
import { no, say } from './reply.ts';
import { userFeedback } from './user-feedback.ts';

const SHOWN = 20;
const INCIDENTS = 50;
/** What began later than this after a deployment was over is not told with it, unless it is linked. */
const AFTERWARDS_MS = 3_600_000;

/** What happened around a deployment, from the ledger, for those who talk about it afterwards. */
export const retro = defineVerb({
  name: 'retro',
  root: '/release',
  aliases: ['retrospective', 'postmortem'],
  says: 'How a deployment went: times, decisions, evidence, incidents and what it led to',
  example: '/release retro D-12',
  args: { id: required('id'), as: optional(['markdown']) },
  needs: ['look'],
  urgent: false,
  shows: () => true,
  async run(ctx, _asked, { id, as }) {
    const d = await deploymentNamed(ctx, id);
    if (isRefusal(d)) return no(d);
    const told = retroOf(await gathered(ctx, d));
    return say(as === 'markdown' ? retroDocument(told) : retroView(told, SHOWN));
  },
});

async function gathered({ records }: Pick<Context, 'records'>, d: Deployment): Promise<Told> {
  const back = d.rolledBackBy;
  const [rollback, incidents, now] = await Promise.all([
    back ? records.deployment(back) : null,
    records.incidents({ since: d.requestedAt, limit: INCIDENTS }),
    records.now(),
  ]);
  const own = incidents.filter((one) => isPartOf(one, d));
  const subjects = [d.id, ...(back ? [back] : []), ...own.map(({ id }) => id)];
  const ledger = (await Promise.all(subjects.map((one) => records.ledger(one)))).flat();
  const users = feedbackSentence(await userFeedback({ records }, d, now));
  return { d, rollback, incidents: own, ledger, users, now };
}

function isPartOf(incident: Incident, d: Deployment): boolean {
  const ids = [d.id, d.rolledBackBy];
  if (incident.links.some(({ deployment }) => ids.some((id) => id === deployment))) return true;
  const until = d.finishedAt === null ? null : plus(d.finishedAt, AFTERWARDS_MS);
  return touches(incident, d) && (until === null || incident.openedAt <= until);
}
