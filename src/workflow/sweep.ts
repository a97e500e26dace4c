import type { Bell, BellName } from '../ports/bell.ts';
import type { Inbox } from '../ports/inbox.ts';
import type { Messages } from '../ports/messages.ts';
import type { Records } from '../ports/records.ts';

const MOST = 500;
/** One ring works off many acts, and each has had its own: this is for rings that were lost. */
const MOST_ACTS = 20;

/**
 * Finds what is due and was not rung: deployments whose time has come, acts nobody finished, messages
 * not yet up to date; of some bells alone where they are named. The queue may be emptied at any
 * moment; this is why nothing is lost.
 */
export async function sweep(ports: Sweep, bells: readonly BellName[] = ALL): Promise<number> {
  const rung = await Promise.all(
    bells.map(async (bell) => {
      const ids = await DUE[bell](ports);
      await Promise.all(ids.map((id) => ports.bell.ring(bell, id)));
      return ids.length;
    }),
  );
  return rung.reduce((sum, n) => sum + n, 0);
}

interface Sweep {
  readonly records: Records;
  readonly inbox: Inbox;
  readonly messages: Messages;
  readonly bell: Bell;
}

const ALL: readonly BellName[] = ['advance', 'inbox', 'deliver'];

const DUE: { readonly [B in BellName]: (ports: Sweep) => Promise<readonly string[]> } = {
  advance: async ({ records }) => records.overdue(await records.now(), MOST),
  inbox: ({ inbox }) => inbox.unfinished(MOST_ACTS),
  deliver: ({ messages }) => messages.due(MOST),
};
