import type { BreakerEvent } from '../domain/breaker/decide.ts';
import type { Catalog } from '../domain/catalog/catalog.ts';
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
  readonly view: (event: BreakerEvent) => View;
}

/** Says in the channel of releases that a line was stopped, is tried again, or runs again. */
export function createLineNotices({ messages, bell, catalog, view }: Notices): Subscriber {
  return {
    name: 'line notices',
    async on(event) {
      if (event.type !== 'breaker') return;
      const { service, environment, breaker } = event;
      const key = `line:${service}:${environment}:${breaker.revision}`;
      const content = renderMessage(view(event), namesOf(catalog()), 1);
      const { channel } = catalog();
      await messages.want({ key, channel, under: null, broadcast: false, content, revision: 1 });
      await bell.ring('deliver', key);
    },
  };
}
