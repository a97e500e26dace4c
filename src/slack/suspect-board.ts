import type { Catalog } from '../domain/catalog/catalog.ts';
import type { Suspicion } from '../domain/correlation/suspicion.ts';
import { isDeploymentId } from '../domain/deployment/deployment.ts';
import type { Incident } from '../domain/incident/incident.ts';
import type { Bell } from '../ports/bell.ts';
import type { Messages, Wish } from '../ports/messages.ts';
import type { Records } from '../ports/records.ts';
import type { Subscriber } from '../ports/subscriber.ts';
import { suspectedNote, suspectsView } from '../projections/suspects.ts';
import { cardKey } from './card-wish.ts';
import { renderMessage } from './render/message.ts';
import { namesOf } from './render/names.ts';

interface SuspectBoard {
  readonly records: Pick<Records, 'incident' | 'suspicion' | 'deployment' | 'answeredSuspicions'>;
  readonly messages: Pick<Messages, 'want' | 'find'>;
  readonly bell: Bell;
  readonly catalog: () => Catalog;
}

/** By these it is known how often we were right. */
const LESSONS = 200;

/**
 * Whom we suspect, in the thread of the incident: one message, edited as more is known and done. The deployment
 * that is suspected most says so once in its own thread. Nobody is mentioned.
 */
export function createSuspectBoard(parts: SuspectBoard): Subscriber {
  const { records, messages, bell } = parts;
  return {
    name: 'slack suspects',
    async on(event) {
      if (event.type !== 'suspicion') return;
      const [s, incident] = await Promise.all([
        records.suspicion(event.id),
        records.incident(event.id),
      ]);
      if (!s || !incident) return;
      const wishes = [await inThread(parts, s, incident), ...(await onCard(parts, s))];
      for (const wish of wishes) await messages.want(wish);
      for (const wish of wishes) await bell.ring('deliver', wish.key);
    },
  };
}

async function inThread(
  { records, messages, catalog }: SuspectBoard,
  s: Suspicion,
  { channel }: Incident,
): Promise<Wish> {
  const first = s.last.named[0]?.subject ?? '';
  const [d, before, said, head] = await Promise.all([
    isDeploymentId(first) ? records.deployment(first) : null,
    records.answeredSuspicions(LESSONS),
    messages.find(`suspects:${s.incident}`),
    messages.find(incidentKey(s.incident)),
  ]);
  const revision = s.revision + 1;
  const view = suspectsView(s, { first: d, before });
  return {
    key: `suspects:${s.incident}`,
    channel: said?.channel ?? head?.channel ?? channel ?? catalog().channel,
    under: said ? said.under : (head?.key ?? null),
    broadcast: false,
    content: renderMessage(view, namesOf(catalog()), revision),
    revision,
  };
}

/** In the thread of its card, once for each incident; only of one that is likelier than not to matter. */
async function onCard({ messages, catalog }: SuspectBoard, s: Suspicion): Promise<readonly Wish[]> {
  const [top] = s.last.named;
  if (!top || s.last.confidence === 'low') return [];
  const card = await messages.find(cardKey(top.subject));
  if (!card) return [];
  return [
    {
      key: `suspected:${s.incident}:${top.subject}`,
      channel: card.channel,
      under: card.key,
      broadcast: false,
      content: renderMessage(suspectedNote(s, top), namesOf(catalog()), 1),
      revision: 1,
    },
  ];
}

function incidentKey(id: string): string {
  return `incident:${id}`;
}
