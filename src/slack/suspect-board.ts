import type { Catalog } from '../domain/catalog/catalog.ts';
import type { Suspicion } from '../domain/correlation/suspicion.ts';
import { type Deployment, isDeploymentId } from '../domain/deployment/deployment.ts';
import type { EventType } from '../domain/deployment/event.ts';
import type { Incident, IncidentId } from '../domain/incident/incident.ts';
import type { Bell } from '../ports/bell.ts';
import { isOfDeployment } from '../ports/event.ts';
import type { Messages, Wish } from '../ports/messages.ts';
import type { Records } from '../ports/records.ts';
import type { Subscriber } from '../ports/subscriber.ts';
import { suspectedView } from '../projections/suspected.ts';
import { suspectsView } from '../projections/suspects.ts';
import type { View } from '../projections/view.ts';
import { cardKey } from './card-wish.ts';
import { INCIDENT } from './incident-board.ts';
import { renderMessage } from './render/message.ts';
import { namesOf } from './render/names.ts';

interface SuspectBoard {
  readonly records: Pick<
    Records,
    'incident' | 'incidents' | 'suspicion' | 'deployment' | 'answeredSuspicions'
  >;
  readonly messages: Pick<Messages, 'want' | 'find'>;
  readonly bell: Bell;
  readonly catalog: () => Catalog;
}

/** By these it is known how often we were right. */
const LESSONS = 200;
/** More open at once than anybody handles. */
const MOST_OPEN = 20;
/** Words within one revision of what is suspected: those of the deployment, whose state is shown. */
const STATES = 1_000_000;

/** After these a suspect is in another state than was shown, or something else can be done about it. */
const TURNS: ReadonlySet<EventType> = new Set([
  ...(['asked', 'paused', 'resumed'] as const),
  ...(['succeeded', 'failed', 'cancelled', 'superseded'] as const),
]);

/**
 * Whom we suspect, in the thread of the incident: one message, edited as more is known and done. The deployment that
 * is suspected most says so in its own thread, by one that is edited alike, with the same to press; once it is cleared
 * or something else is likelier, it says that. Nobody is mentioned.
 */
export function createSuspectBoard(parts: SuspectBoard): Subscriber {
  return {
    name: 'slack suspects',
    async on(event) {
      if (event.type === 'suspicion') await show(parts, event.id, event.dropped);
      else if (isOfDeployment(event) && TURNS.has(event.type)) {
        for (const id of await suspectedOf(parts, event.id)) await show(parts, id);
      }
    },
  };
}

/** The open incidents of which it is suspected. */
async function suspectedOf(
  { records }: SuspectBoard,
  subject: string,
): Promise<readonly IncidentId[]> {
  const open = await records.incidents({ open: true, limit: MOST_OPEN });
  const all = await Promise.all(open.map(({ id }) => records.suspicion(id)));
  return all.flatMap((s) =>
    s?.last.named.some((one) => one.subject === subject) ? [s.incident] : [],
  );
}

async function show(
  parts: SuspectBoard,
  id: IncidentId,
  dropped: readonly string[] = [],
): Promise<void> {
  const { records, messages, bell } = parts;
  const [s, incident, before] = await Promise.all([
    records.suspicion(id),
    records.incident(id),
    records.answeredSuspicions(LESSONS),
  ]);
  if (!s || !incident) return;
  const subjects = [...s.last.named, ...s.deeds].map(({ subject }) => subject);
  const cards = [...new Set([...subjects, ...dropped])].map((one) => onCard(parts, s, one, before));
  const wishes = [await inThread(parts, s, incident, before), ...(await Promise.all(cards)).flat()];
  for (const wish of wishes) await messages.want(wish);
  for (const wish of wishes) await bell.ring('deliver', wish.key);
}

async function inThread(
  parts: SuspectBoard,
  s: Suspicion,
  { channel }: Incident,
  before: readonly Suspicion[],
): Promise<Wish> {
  const { messages, catalog } = parts;
  const key = `suspects:${s.incident}`;
  const [d, said, head] = await Promise.all([
    deploymentOf(parts, s.last.named[0]?.subject ?? ''),
    messages.find(key),
    messages.find(`${INCIDENT}${s.incident}`),
  ]);
  return wish(parts, suspectsView(s, { first: d, before }), s, d, {
    key,
    channel: said?.channel ?? head?.channel ?? channel ?? catalog().channel,
    under: said ? said.under : (head?.key ?? null),
  });
}

/** In the thread of its card: begun where it is likelier than not to matter, and edited from then on. */
async function onCard(
  parts: SuspectBoard,
  s: Suspicion,
  subject: string,
  before: readonly Suspicion[],
): Promise<readonly Wish[]> {
  const { messages } = parts;
  const key = `suspected:${s.incident}:${subject}`;
  const matters = s.last.named[0]?.subject === subject && s.last.confidence !== 'low';
  if (!matters && !(await messages.find(key))) return [];
  const [card, d] = await Promise.all([
    messages.find(cardKey(subject)),
    deploymentOf(parts, subject),
  ]);
  if (!card || !d) return [];
  const place = { key, channel: card.channel, under: card.key };
  return [wish(parts, suspectedView(s, d, before), s, d, place)];
}

/** Both revisions only rise, so that what was seen later is what stays. */
function wish(
  { catalog }: SuspectBoard,
  view: View,
  s: Suspicion,
  d: Deployment | null,
  place: Pick<Wish, 'key' | 'channel' | 'under'>,
): Wish {
  const revision = (s.revision + 1) * STATES + Math.min(d?.revision ?? 0, STATES - 1);
  const content = renderMessage(view, namesOf(catalog()), revision);
  return { ...place, broadcast: false, content, revision };
}

async function deploymentOf({ records }: SuspectBoard, id: string): Promise<Deployment | null> {
  return isDeploymentId(id) ? records.deployment(id) : null;
}
