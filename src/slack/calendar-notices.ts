import type { Catalog } from '../domain/catalog/catalog.ts';
import type { FeedEvent } from '../domain/governance/calendar-feed.ts';
import type { Bell } from '../ports/bell.ts';
import type { Messages } from '../ports/messages.ts';
import type { Subscriber } from '../ports/subscriber.ts';
import type { View } from '../projections/view.ts';
import { renderMessage } from './render/message.ts';
import { namesOf } from './render/names.ts';

interface Notices {
  readonly messages: Pick<Messages, 'want'>;
  readonly bell: Bell;
  readonly catalog: () => Catalog;
  readonly view: (event: FeedEvent) => View;
}

/** Says in the channel of releases that a calendar of others changed, fails, or can be read again. */
export function createCalendarNotices({ messages, bell, catalog, view }: Notices): Subscriber {
  return {
    name: 'calendar notices',
    async on(event) {
      if (event.type !== 'calendar') return;
      const key = `calendar:${event.calendar}:${event.revision}:${event.what}`;
      const content = renderMessage(view(event), namesOf(catalog()), 1);
      const { channel } = catalog();
      await messages.want({ key, channel, under: null, broadcast: false, content, revision: 1 });
      await bell.ring('deliver', key);
    },
  };
}
