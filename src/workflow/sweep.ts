import type { Bell } from '../ports/bell.ts';
import type { Inbox } from '../ports/inbox.ts';
import type { Messages } from '../ports/messages.ts';
import type { Records } from '../ports/records.ts';

const MOST = 500;
/** One ring works off many acts, and each has had its own: this is for rings that were lost. */
const MOST_ACTS = 20;

/**
 * Finds what is due and was not rung: deployments whose time has come, acts nobody finished, messages
 * not yet up to date. The queue may be emptied at any moment; this is why nothing is lost.
 */
export async function sweep(ports: {
  readonly records: Records;
  readonly inbox: Inbox;
  readonly messages: Messages;
  readonly bell: Bell;
}): Promise<number> {
  const { records, inbox, messages, bell } = ports;
  const [deployments, acts, deliveries] = await Promise.all([
    records.now().then((now) => records.overdue(now, MOST)),
    inbox.unfinished(MOST_ACTS),
    messages.due(MOST),
  ]);
  await Promise.all([
    ...deployments.map((id) => bell.ring('advance', id)),
    ...acts.map((id) => bell.ring('inbox', id)),
    ...deliveries.map((key) => bell.ring('deliver', key)),
  ]);
  return deployments.length + acts.length + deliveries.length;
}
