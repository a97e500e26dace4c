import type { Catalog } from '../domain/catalog/catalog.ts';
import type { BlackoutEvent } from '../domain/governance/ad-hoc-blackout.ts';
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
  readonly view: (event: BlackoutEvent) => View;
}

/** Says in the channel of releases that something was closed by a command, or is open again. */
export function createBlackoutNotices({ messages, bell, catalog, view }: Notices): Subscriber {
  return {
    name: 'blackout notices',
    async on(event) {
      if (event.type !== 'blackout') return;
      const { service, environment, blackout } = event;
      const key = `blackout:${service}:${environment}:${blackout.revision}`;
      const content = renderMessage(view(event), namesOf(catalog()), 1);
      const { channel } = catalog();
      await messages.want({ key, channel, under: null, broadcast: false, content, revision: 1 });
      await bell.ring('deliver', key);
    },
  };
}
