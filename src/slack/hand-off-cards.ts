import { lostContact } from '../domain/deployment/contact.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Bell } from '../ports/bell.ts';
import type { Contacts } from '../ports/contacts.ts';
import type { Messages } from '../ports/messages.ts';
import type { Records } from '../ports/records.ts';
import type { Subscriber } from '../ports/subscriber.ts';
import { type Cards, cardWish } from './card-wish.ts';

const MOST = 50;

interface HandOffCards extends Cards {
  readonly records: Pick<Records, 'deployments'>;
  readonly messages: Pick<Messages, 'want'>;
  readonly bell: Bell;
  readonly contacts: Pick<Contacts, 'signs'>;
  readonly now: () => Instant;
}

/** Shows on the cards of what is not over who has the hand-off of its artifact now. */
export function createHandOffCards(parts: HandOffCards): Subscriber {
  const { records, messages, bell, contacts, now } = parts;
  return {
    name: 'hand-off cards',
    async on(event) {
      if (event.type !== 'hand-off') return;
      const { service, environment, version } = event;
      const statuses = ['pending', 'running'] as const;
      const open = await records.deployments({ service, environment, statuses, limit: MOST });
      for (const d of open.filter(({ artifact }) => artifact.version === version)) {
        const lost = lostContact(d, await contacts.signs(d.id), now());
        const wish = await cardWish(parts, d, lost);
        await messages.want(wish);
        await bell.ring('deliver', wish.key);
      }
    },
  };
}
