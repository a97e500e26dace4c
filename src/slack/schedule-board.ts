import type { Catalog } from '../domain/catalog/catalog.ts';
import type { Schedule, ScheduleEvent } from '../domain/governance/schedule.ts';
import type { Bell } from '../ports/bell.ts';
import type { Messages, Wish } from '../ports/messages.ts';
import type { Records } from '../ports/records.ts';
import type { Subscriber } from '../ports/subscriber.ts';
import type { View } from '../projections/view.ts';
import { renderMessage } from './render/message.ts';
import { namesOf } from './render/names.ts';

export interface ScheduleBoard {
  readonly records: Pick<Records, 'schedule'>;
  readonly messages: Pick<Messages, 'want'>;
  readonly bell: Bell;
  readonly catalog: () => Catalog;
  readonly card: (s: Schedule) => View;
  readonly word: (event: ScheduleEvent) => View | null;
}

/**
 * One live card for each schedule and its log as a thread, in the channel where it was made; a reply is
 * shown in the channel as well where people must hear of it. Saying it twice changes nothing.
 */
export function createScheduleBoard(parts: ScheduleBoard): Subscriber {
  const { records, messages, bell } = parts;
  return {
    name: 'slack schedules',
    async on(event) {
      if (event.type !== 'schedule') return;
      const s = await records.schedule(event.id);
      if (!s) return;
      const wishes = wishesFor(parts, s, event);
      for (const wish of wishes) await messages.want(wish);
      for (const wish of wishes) await bell.ring('deliver', wish.key);
    },
  };
}

function wishesFor(parts: ScheduleBoard, s: Schedule, event: ScheduleEvent): readonly Wish[] {
  const { catalog } = parts;
  const names = namesOf(catalog());
  const key = `schedule:${s.id}`;
  const channel = s.channel ?? catalog().channel;
  const alone = { under: null, broadcast: false };
  const { revision } = s;
  const card = {
    key,
    channel,
    ...alone,
    content: renderMessage(parts.card(s), names, revision),
    revision,
  };
  const view = parts.word(event);
  if (!view) return [card];
  const said: Wish = {
    key: `${key}:${event.revision}`,
    channel,
    under: key,
    broadcast: event.tell.length > 0,
    content: renderMessage(view, names, event.revision),
    revision: 1,
  };
  return [card, said];
}
