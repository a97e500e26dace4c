import type { Catalog } from '../domain/catalog/catalog.ts';
import type { HandOffEvent } from '../domain/governance/hand-off.ts';
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
  readonly view: (event: HandOffEvent) => View;
}

/** Asks in the channel of releases, by name, who answers for a hand-off that is late. */
export function createHandOffNotices({ messages, bell, catalog, view }: Notices): Subscriber {
  return {
    name: 'hand-off notices',
    async on(event) {
      if (event.type !== 'hand-off' || event.what !== 'late') return;
      const { service, version, revision } = event;
      const key = `hand-off:${service}:${version}:${revision}`;
      const content = renderMessage(view(event), namesOf(catalog()), 1);
      const { channel } = catalog();
      await messages.want({ key, channel, under: null, broadcast: false, content, revision: 1 });
      await bell.ring('deliver', key);
    },
  };
}
