import type { Catalog } from '../domain/catalog/catalog.ts';
import type { Incident, IncidentEvent } from '../domain/incident/incident.ts';
import type { Bell } from '../ports/bell.ts';
import type { Messages, Wish } from '../ports/messages.ts';
import type { Records } from '../ports/records.ts';
import type { Subscriber } from '../ports/subscriber.ts';
import type { View } from '../projections/view.ts';
import { renderMessage } from './render/message.ts';
import { namesOf } from './render/names.ts';

/** How the key of every incident's message begins; its id follows. */
export const INCIDENT = 'incident:';

interface IncidentBoard {
  readonly records: Pick<Records, 'incident'>;
  readonly messages: Pick<Messages, 'want'>;
  readonly bell: Bell;
  readonly catalog: () => Catalog;
  readonly card: (i: Incident) => View;
  readonly word: (event: IncidentEvent) => View | null;
}

/**
 * One live message for each incident in the channel that it was opened for, and what happens to it as its
 * thread. Nothing where no channel was configured then. Saying it twice changes nothing.
 */
export function createIncidentBoard(parts: IncidentBoard): Subscriber {
  const { records, messages, bell } = parts;
  return {
    name: 'slack incidents',
    async on(event) {
      if (event.type !== 'incident') return;
      const i = await records.incident(event.id);
      if (!i || i.channel === null) return;
      const wishes = wishesFor(parts, i, i.channel, event);
      for (const wish of wishes) await messages.want(wish);
      for (const wish of wishes) await bell.ring('deliver', wish.key);
    },
  };
}

function wishesFor(
  { catalog, card, word }: IncidentBoard,
  i: Incident,
  channel: string,
  event: IncidentEvent,
): readonly Wish[] {
  const names = namesOf(catalog());
  const key = `${INCIDENT}${i.id}`;
  const revision = i.revision + 1;
  const content = renderMessage(card(i), names, revision);
  const live: Wish = { key, channel, under: null, broadcast: false, content, revision };
  const view = event.what === 'opened' ? null : word(event);
  if (!view) return [live];
  const said: Wish = {
    key: `${key}:${event.revision}`,
    channel,
    under: key,
    broadcast: event.tell.length > 0,
    content: renderMessage(view, names, event.revision),
    revision: 1,
  };
  return [live, said];
}
