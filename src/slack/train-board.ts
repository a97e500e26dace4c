import type { Catalog } from '../domain/catalog/catalog.ts';
import type { Departure, TrainEvent } from '../domain/governance/departure.ts';
import { cardOf } from '../domain/governance/train-hold.ts';
import type { Bell } from '../ports/bell.ts';
import type { Messages, Wish } from '../ports/messages.ts';
import type { Records } from '../ports/records.ts';
import type { Subscriber } from '../ports/subscriber.ts';
import type { View } from '../projections/view.ts';
import { renderMessage } from './render/message.ts';
import { namesOf } from './render/names.ts';

interface TrainBoard {
  readonly records: Pick<Records, 'departure'>;
  readonly messages: Pick<Messages, 'want'>;
  readonly bell: Bell;
  readonly catalog: () => Catalog;
  readonly card: (d: Departure) => View;
  readonly word: (event: TrainEvent) => View | null;
}

/**
 * One live card for each departure, or for several of a held train that nobody rides, in the channel where the first
 * boarded, and its log as a thread; a reply is shown in the channel as well where people must hear of it. Saying it
 * twice changes nothing.
 */
export function createTrainBoard(parts: TrainBoard): Subscriber {
  const { records, messages, bell, catalog, card, word } = parts;
  return {
    name: 'slack trains',
    async on(event) {
      if (event.type !== 'train') return;
      const d = await records.departure(event.id);
      if (!d) return;
      const names = namesOf(catalog());
      const { id, revision } = cardOf(d);
      const key = `train:${id}`;
      const channel = d.channel ?? catalog().channel;
      const content = renderMessage(card(d), names, revision);
      const wishes: Wish[] = [{ key, channel, under: null, broadcast: false, content, revision }];
      const view = word(event);
      if (view) {
        const said = renderMessage(view, names, 1);
        const broadcast = event.tell.length > 0;
        const about = { key: `train:${d.id}:${event.revision}`, channel, under: key, broadcast };
        wishes.push({ ...about, content: said, revision: 1 });
      }
      for (const wish of wishes) await messages.want(wish);
      for (const wish of wishes) await bell.ring('deliver', wish.key);
    },
  };
}
