import { handoverOf, servicesOf } from '../commands/handover.ts';
import { readerOf } from '../commands/reader.ts';
import { scopedTo } from '../commands/scoped.ts';
import type { Catalog } from '../domain/catalog/catalog.ts';
import { findPerson } from '../domain/catalog/find.ts';
import type { Duty } from '../domain/catalog/stand-in.ts';
import { isRefusal } from '../domain/kernel/refusal.ts';
import type { Bell } from '../ports/bell.ts';
import type { Messages } from '../ports/messages.ts';
import type { Records } from '../ports/records.ts';
import { comesOn, handoverView } from '../projections/handover.ts';
import { renderMessage } from './render/message.ts';
import { namesOf } from './render/names.ts';

interface Notices {
  readonly records: Records;
  readonly messages: Pick<Messages, 'want' | 'find'>;
  readonly bell: Bell;
  readonly catalog: () => Catalog;
}

/**
 * A direct message to whoever comes on call, of what they may read: one for each turn, so telling it twice changes
 * nothing. Somebody without an account, and a group that owns nothing, hear nothing.
 */
export function createHandoverNotices(parts: Notices) {
  const { messages, bell, catalog } = parts;
  return async ({ group, person, until }: Duty): Promise<void> => {
    const found = findPerson(catalog(), person);
    const account = found?.accounts[0];
    if (!found || account === undefined) return;
    const own = scopedTo(parts, readerOf(catalog(), found));
    const services = servicesOf(own, group);
    const key = `handover:${group}:${until}`;
    if (isRefusal(services) || (await messages.find(key))) return;
    const view = handoverView(await handoverOf(own, { about: group, services }));
    const content = renderMessage(comesOn(view, group, until), namesOf(catalog()), 1);
    const where = { channel: account, under: null, broadcast: false };
    await messages.want({ key, ...where, content, revision: 1 });
    await bell.ring('deliver', key);
  };
}
