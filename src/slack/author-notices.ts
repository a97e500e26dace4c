import type { Catalog } from '../domain/catalog/catalog.ts';
import { findPerson } from '../domain/catalog/find.ts';
import { authorsOf } from '../domain/deployment/consent.ts';
import { type Deployment, isDeploymentId } from '../domain/deployment/deployment.ts';
import { type Cause, causesOf } from '../domain/incident/causes.ts';
import type { Incident } from '../domain/incident/incident.ts';
import type { Bell } from '../ports/bell.ts';
import type { Messages } from '../ports/messages.ts';
import type { Records } from '../ports/records.ts';
import type { Subscriber } from '../ports/subscriber.ts';
import { authorNote } from '../projections/author-note.ts';
import type { View } from '../projections/view.ts';
import { renderMessage } from './render/message.ts';
import { namesOf } from './render/names.ts';

interface Notices {
  readonly records: Pick<Records, 'deployment' | 'incident' | 'suspicion'>;
  readonly messages: Pick<Messages, 'want' | 'find'>;
  readonly bell: Bell;
  readonly catalog: () => Catalog;
}

/**
 * Tells those who wrote what a deployment brought, in a direct message, that an incident names it as its cause:
 * once for each incident, deployment and person, however often it is linked. Whoever linked it knows, and who
 * switched it off or has no account hears nothing.
 */
export function createAuthorNotices(parts: Notices): Subscriber {
  return {
    name: 'author notices',
    async on(event) {
      if (event.type !== 'suspicion' && !(event.type === 'incident' && event.what === 'linked'))
        return;
      const incident = await parts.records.incident(event.id);
      if (incident) await tellAuthors(parts, incident);
    },
  };
}

async function tellAuthors(parts: Notices, incident: Incident): Promise<void> {
  const { records } = parts;
  const linked = await Promise.all(incident.links.map((one) => find(records, one.deployment)));
  const returnedFrom = (id: string) => linked.find((d) => d?.id === id)?.rollbackOf ?? null;
  const causes = causesOf(incident, returnedFrom, await foundFor(records, incident));
  for (const cause of causes) {
    const d = await find(records, cause.deployment);
    if (!d) continue;
    const back = d.rolledBackBy && (await records.deployment(d.rolledBackBy));
    const view = authorNote(incident, d, cause, back || null);
    for (const person of wrote(d)) {
      if (person !== cause.by) await send(parts, `caused:${incident.id}:${d.id}`, person, view);
    }
  }
}

async function foundFor(records: Notices['records'], { id }: Incident): Promise<Cause | null> {
  const cause = (await records.suspicion(id))?.cause;
  const how = cause?.how === 'named' ? 'linked' : 'ended by its rollback';
  return cause ? { deployment: cause.subject, by: cause.by, how } : null;
}

async function find(records: Notices['records'], id: string): Promise<Deployment | null> {
  return isDeploymentId(id) ? records.deployment(id) : null;
}

/** What was stored before it kept its authors names those who may not approve it. */
function wrote(d: Deployment): ReadonlySet<string> {
  return new Set(d.authors ?? authorsOf(d));
}

async function send(
  { messages, bell, catalog }: Notices,
  about: string,
  id: string,
  view: View,
): Promise<void> {
  const person = findPerson(catalog(), id);
  const account = person?.accounts[0];
  const key = `${about}:${id}`;
  if (account === undefined || person?.hearsOfIncidents === false) return;
  if (await messages.find(key)) return;
  const content = renderMessage(view, namesOf(catalog()), 1);
  const where = { channel: account, under: null, broadcast: false };
  await messages.want({ key, ...where, content, revision: 1 });
  await bell.ring('deliver', key);
}
