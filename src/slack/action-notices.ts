import type { Catalog } from '../domain/catalog/catalog.ts';
import { findPerson } from '../domain/catalog/find.ts';
import type { Bell } from '../ports/bell.ts';
import type { Messages } from '../ports/messages.ts';
import type { Records } from '../ports/records.ts';
import type { Subscriber } from '../ports/subscriber.ts';
import { actionWord } from '../projections/action-item.ts';
import { renderMessage } from './render/message.ts';
import { namesOf } from './render/names.ts';

interface Notices {
  readonly records: Pick<Records, 'actionItem'>;
  readonly messages: Pick<Messages, 'want'>;
  readonly bell: Bell;
  readonly catalog: () => Catalog;
}

/**
 * Tells people of action items of theirs in direct messages: one for each event and person, so telling it twice
 * changes nothing. Somebody without an account hears nothing.
 */
export function createActionNotices({ records, messages, bell, catalog }: Notices): Subscriber {
  return {
    name: 'action notices',
    async on(event) {
      if (event.type !== 'action-item') return;
      const item = await records.actionItem(event.id);
      for (const person of item ? event.tell : []) {
        const account = findPerson(catalog(), person)?.accounts[0];
        if (!item || account === undefined) continue;
        const key = `action:${event.id}:${event.revision}:${person}`;
        const content = renderMessage(actionWord(event, item), namesOf(catalog()), 1);
        const where = { channel: account, under: null, broadcast: false };
        await messages.want({ key, ...where, content, revision: 1 });
        await bell.ring('deliver', key);
      }
    },
  };
}
