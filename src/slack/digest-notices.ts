import { digestOf } from '../commands/digest.ts';
import { servicesOf } from '../commands/handover.ts';
import type { Catalog, Service } from '../domain/catalog/catalog.ts';
import { findPerson } from '../domain/catalog/find.ts';
import { type DigestDue, type DigestRule, weeksBefore } from '../domain/governance/digest.ts';
import { isRefusal } from '../domain/kernel/refusal.ts';
import type { Bell } from '../ports/bell.ts';
import type { Messages } from '../ports/messages.ts';
import type { Records } from '../ports/records.ts';
import { digestView, skippedDigest } from '../projections/digest.ts';
import type { View } from '../projections/view.ts';
import { renderMessage } from './render/message.ts';
import { namesOf } from './render/names.ts';

/** So many weeks back it is looked whether there was one: without any before it, none was missed. */
const WEEKS = 8;

interface Notices {
  readonly records: Records;
  readonly messages: Pick<Messages, 'want' | 'find'>;
  readonly bell: Bell;
  readonly catalog: () => Catalog;
}

/**
 * One message a week to the channel of a group, or to each of its members: its key names the week, so
 * that whoever comes second finds it there. What is more than a day late is left out, and that is said,
 * unless there was none before: then nobody waits for it.
 */
export function createDigestNotices(parts: Notices) {
  const { messages, bell, catalog } = parts;
  async function post(key: string, channel: string, view: View): Promise<void> {
    const content = renderMessage(view, namesOf(catalog()), 1);
    await messages.want({ key, channel, under: null, broadcast: false, content, revision: 1 });
    await bell.ring('deliver', key);
  }
  const isTold = async (key: string): Promise<boolean> => (await messages.find(key)) !== null;
  async function wasTold(keys: readonly string[]): Promise<boolean> {
    return (await Promise.all(keys.map(isTold))).some((told) => told);
  }
  /** What this place is to be told now, or null. */
  async function viewFor({ group, services, rule, due, keyOf }: Telling): Promise<View | null> {
    if (await isTold(keyOf(due.week))) return null;
    if (due.late) {
      const before = weeksBefore(due, rule, WEEKS).map(keyOf);
      return (await wasTold(before)) ? skippedDigest(group, due.at) : null;
    }
    const period = { from: due.from, to: due.at };
    return digestView(await digestOf(parts, { about: group, services, period }));
  }
  return async (group: string, rule: DigestRule, due: DigestDue): Promise<void> => {
    const services = servicesOf(parts, group, 'digest');
    if (isRefusal(services)) return;
    for (const to of placesOf(catalog(), group, rule)) {
      const keyOf = (week: string): string => `digest:${group}:${week}:${to}`;
      const view = await viewFor({ group, services, rule, due, keyOf });
      if (view) await post(keyOf(due.week), to, view);
    }
  };
}

interface Telling {
  readonly group: string;
  readonly services: readonly Service[];
  readonly rule: DigestRule;
  readonly due: DigestDue;
  /** The key of the message of a week to this place. */
  readonly keyOf: (week: string) => string;
}

/** The channel of its rule, else the accounts of its members. */
function placesOf(catalog: Catalog, group: string, { channel }: DigestRule): readonly string[] {
  if (channel !== undefined) return [channel];
  const members = catalog.groups.find(({ name }) => name === group)?.members ?? [];
  return members.flatMap((id) => findPerson(catalog, id)?.accounts.slice(0, 1) ?? []);
}
