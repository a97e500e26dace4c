import type { Suspicion } from '../domain/correlation/suspicion.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import type { ActionItem } from '../domain/governance/action-item.ts';
import { beganAt, type Incident } from '../domain/incident/incident.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { LedgerLine } from '../ports/records.ts';
import { lasting, outcomeOf, type Retro } from './retro.ts';
import { approvalOf, decidedIn, marksIn, timelineOf } from './retro-timeline.ts';

/** What the retrospective of an incident is made of. */
export interface ToldOfIncident {
  readonly incident: Incident;
  /** Those that are linked to it or were found to be its cause, and what rolled those back. */
  readonly deployments: readonly Deployment[];
  readonly suspicion: Suspicion | null;
  readonly actions: readonly ActionItem[];
  readonly ledger: readonly LedgerLine[];
  readonly now: Instant;
}

/** The same for an incident: from its first alert to its end, with what was released around it. */
export function incidentRetroOf(told: ToldOfIncident): Retro {
  const { incident, deployments, suspicion, actions, ledger, now } = told;
  const { id, title, openedAt, acknowledgedAt, resolved, alerts } = incident;
  const timeline = timelineOf(ledger);
  const ends = resolved?.at ?? now;
  return {
    id,
    title: `Retrospective of ${id}: ${title}`,
    outcome: endOf(incident),
    times: lasting([
      ['From the first alert to the incident', alerts[0] ? beganAt(incident) : null, openedAt],
      ['Until somebody took command', openedAt, acknowledgedAt],
      [resolved ? 'Until it was over' : 'It is open for', openedAt, ends],
    ]),
    approvals: deployments.flatMap(({ id: of, approvals }) =>
      approvals.map((one) => `${of}: ${approvalOf(one)}`),
    ),
    incidents: [],
    deployments: deployments.map((d) => sayDeployment(d, deployments, incident)),
    users: null,
    evidence: [...deployments.flatMap(judgedIn), ...(suspicion ? suspectedIn(suspicion) : [])],
    decided: decidedIn(timeline),
    marks: marksIn(timeline),
    actions,
    timeline,
  };
}

function endOf({ id, severity, resolved, places, commander }: Incident): string {
  const where = places.map(({ service, environment }) => `${service} in ${environment}`);
  const what = `${id} (${severity}) touched ${where.join(', ') || 'nothing we deploy'}.`;
  const who = commander === null ? '' : ` ${commander} was in command.`;
  const end = resolved ? ` It is over: ${resolved.why}.` : ' It is not over yet.';
  return `${what}${who}${end}`;
}

function sayDeployment(d: Deployment, all: readonly Deployment[], { links }: Incident): string {
  const link = links.find(({ deployment }) => deployment === d.id);
  const role = link?.role === 'cause' ? 'what broke it' : 'what ended it';
  const said = link ? `, ${link.tried ? 'tried' : 'named'} as ${role} by ${link.by}` : '';
  const back = all.find(({ id }) => id === d.rolledBackBy) ?? null;
  return `${d.id}${said}: ${outcomeOf(d, back)}`;
}

function judgedIn({ id, progress: { verdict } }: Deployment): readonly string[] {
  return verdict ? [`${id}: ${verdict.why}`] : [];
}

function suspectedIn({ first, cause }: Suspicion): readonly string[] {
  const named = first.named.map(({ subject, likelihood }) => {
    return `${subject} with ${Math.round(likelihood * 100)} %`;
  });
  const said = named.length === 0 ? 'no change stood out' : named.join(', ');
  const was = cause ? [`It was ${cause.subject}: ${cause.how} (${cause.by}).`] : [];
  return [`Suspected at first: ${said}.`, ...was];
}
