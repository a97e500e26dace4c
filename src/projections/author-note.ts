import type { Deployment } from '../domain/deployment/deployment.ts';
import type { Cause } from '../domain/incident/causes.ts';
import { type Incident, isOpen } from '../domain/incident/incident.ts';
import { header, note, offer, offers, text } from './parts.ts';
import type { View } from './view.ts';
import { titleOf } from './words.ts';

/** What somebody is told whose change an incident names: what happened and what became of it, and no blame. */
export function authorNote(
  incident: Incident,
  d: Deployment,
  cause: Cause,
  back: Deployment | null,
): View {
  const title = `${incident.id} names a change of yours`;
  const where = `${titleOf(d)} (${d.id}) holds a change that you wrote.`;
  const link = linkedBy(cause, incident);
  const now = becameOf(d, back);
  const kind =
    'This is so that you hear of it first-hand. A link says where it showed, not who is at fault, and nothing is asked of you.';
  const knows =
    'What you know of it helps: what would have shown it earlier, and what would have made it harmless.';
  const line = `/release retro ${d.id}`;
  return {
    text: `${title}. ${where} ${link} ${incident.title}. ${now} ${kind} ${knows} What happened: ${line}`,
    parts: [
      header(title),
      text({ foreign: where }, ' ', link, ' ', { foreign: incident.title }, '.'),
      text({ foreign: now }),
      text(kind, ' ', knows),
      offers([
        offer(`retro:${d.id}`, 'What happened', line, { spoken: `Retrospective of ${d.id}` }),
        offer(`incident:${incident.id}`, incident.id, `/release incident show ${incident.id}`, {
          spoken: `Show ${incident.id}`,
        }),
      ]),
      note([
        'An administrator can switch these messages off for you: hearsOfIncidents in fairway.yaml.',
      ]),
    ],
  };
}

function linkedBy({ by, how }: Cause, incident: Incident): string {
  const { id } = incident;
  if (how === 'ended by its rollback') return `It was rolled back, and ${id} ended with that:`;
  const who = by === 'fairway' ? 'It is linked to' : `${by} linked it to`;
  return `${who} ${id}, which is ${isOpen(incident) ? 'open' : 'over'}:`;
}

function becameOf(d: Deployment, back: Deployment | null): string {
  const { version } = d.artifact;
  if (back?.status === 'succeeded') {
    return `${d.service} in ${d.environment} is back at ${back.artifact.version} (${back.id}).`;
  }
  if (back) return `${back.id} is to return ${d.environment} to ${back.artifact.version}.`;
  if (d.status === 'succeeded') return `${d.service} ${version} was not returned from.`;
  return `${d.id} is ${d.status}.`;
}
