import { typicalOf } from '../commands/typical.ts';
import type { Catalog } from '../domain/catalog/catalog.ts';
import { findPerson } from '../domain/catalog/find.ts';
import type { LockEvent } from '../domain/governance/lock.ts';
import type { Bell } from '../ports/bell.ts';
import type { Messages } from '../ports/messages.ts';
import type { Records } from '../ports/records.ts';
import type { Subscriber } from '../ports/subscriber.ts';
import { waitersFor } from '../projections/lock-list.ts';
import { lockNotice, turnNotice } from '../projections/lock-notice.ts';
import { turnsWithout } from '../projections/lock-turns.ts';
import type { View } from '../projections/view.ts';
import { renderMessage } from './render/message.ts';
import { namesOf } from './render/names.ts';

const MOST = 100;

interface Notices {
  readonly records: Pick<Records, 'deployments' | 'typicalTimes'>;
  readonly messages: Pick<Messages, 'want'>;
  readonly bell: Bell;
  readonly catalog: () => Catalog;
}

/**
 * Tells people of locks in direct messages: whose lock it is, who wants it, who decides, and whose turn it is
 * when it is gone. One message for each event and person, so telling it twice changes nothing. Somebody without
 * an account hears nothing; the cards of what waits say the same.
 */
export function createLockNotices(parts: Notices): Subscriber {
  return {
    name: 'lock notices',
    async on(event) {
      if (event.type !== 'lock') return;
      for (const person of new Set(event.tell)) {
        await send(parts, event, person, '', lockNotice(event, person));
      }
      if (event.lock.held === null) await tellTurns(parts, event);
    },
  };
}

/** Whoever waited for it, each with their place and about when; of several services each has a queue of its own. */
async function tellTurns(parts: Notices, event: LockEvent): Promise<void> {
  const { records } = parts;
  const pending = await records.deployments({ statuses: ['pending'], limit: MOST });
  const waiting = waitersFor(event.lock, pending);
  if (waiting.length === 0) return;
  const running = await records.deployments({ statuses: ['running'], limit: MOST });
  const typical = await typicalOf(parts, [...waiting, ...running]);
  const turns = turnsWithout(waiting, running, typical, event.at);
  for (const d of waiting) {
    const own = waiting.filter((one) => one.service === d.service);
    const before = own.slice(0, own.indexOf(d)).map(({ id }) => id);
    await send(
      parts,
      event,
      d.requestedBy,
      `:${d.id}`,
      turnNotice(event, d, before, turns.get(d.id) ?? null),
    );
  }
}

async function send(
  { messages, bell, catalog }: Notices,
  { service, environment, lock }: LockEvent,
  person: string,
  about: string,
  view: View,
): Promise<void> {
  const account = findPerson(catalog(), person)?.accounts[0];
  if (account === undefined) return;
  const key = `lock:${service}:${environment}:${lock.revision}:${person}${about}`;
  const content = renderMessage(view, namesOf(catalog()), 1);
  await messages.want({
    key,
    channel: account,
    under: null,
    broadcast: false,
    content,
    revision: 1,
  });
  await bell.ring('deliver', key);
}
