import type { Catalog } from '../domain/catalog/catalog.ts';
import { findPerson } from '../domain/catalog/find.ts';
import type { Bell } from '../ports/bell.ts';
import type { Messages } from '../ports/messages.ts';
import type { Records } from '../ports/records.ts';
import type { Subscriber } from '../ports/subscriber.ts';
import { quarantineWord } from '../projections/flaky.ts';
import { renderMessage } from './render/message.ts';
import { namesOf } from './render/names.ts';

interface Notices {
  readonly records: Pick<Records, 'quarantine'>;
  readonly messages: Pick<Messages, 'want'>;
  readonly bell: Bell;
  readonly catalog: () => Catalog;
}

/**
 * Tells people in direct messages that a flaky test is theirs to see to, and that its quarantine is over: one for each
 * event and person, so telling it twice changes nothing. Somebody without an account hears nothing.
 */
export function createQuarantineNotices({ records, messages, bell, catalog }: Notices): Subscriber {
  return {
    name: 'quarantine notices',
    async on(event) {
      if (event.type !== 'quarantine' || event.tell.length === 0) return;
      const { service, test, revision } = event;
      const held = await records.quarantine(service, test);
      for (const person of held ? event.tell : []) {
        const account = findPerson(catalog(), person)?.accounts[0];
        if (!held || account === undefined) continue;
        const key = `quarantine:${service}:${revision}:${person}:${test}`;
        const content = renderMessage(quarantineWord(event, held), namesOf(catalog()), 1);
        const where = { channel: account, under: null, broadcast: false };
        await messages.want({ key, ...where, content, revision: 1 });
        await bell.ring('deliver', key);
      }
    },
  };
}
