import type { Deployment } from '../domain/deployment/deployment.ts';
import type { BellName, Doorbell } from '../ports/bell.ts';
import type { Inbox } from '../ports/inbox.ts';
import type { Messages } from '../ports/messages.ts';
import type { Records } from '../ports/records.ts';
import type { Wakes } from './wake.ts';

const MOST = 500;
/** Workers that have so many rings before them are behind: more of the same would only bury them. */
const BEHIND = 100;
/** The oldest are rung for all the same, so that a lost ring is found however long that lasts. */
const MOST_WHEN_BEHIND = 2;
/** One ring works off many acts, and each has had its own: this is for rings that were lost. */
const MOST_ACTS = 20;

/**
 * Finds what is due and was not rung: deployments whose time has come, acts nobody finished, messages
 * not yet up to date; of some bells alone where they are named. The queue may be emptied at any
 * moment; this is why nothing is lost. What is due stays due until it is worked off, so a bell whose
 * rings are not answered is not rung for all of it again, second after second.
 */
export async function sweep(ports: Sweep, bells: readonly BellName[] = ALL): Promise<number> {
  const rung = await Promise.all(
    bells.map(async (bell) => {
      const behind = (await ports.bell.unanswered(bell)) > BEHIND;
      const ids = await DUE[bell](ports, behind ? MOST_WHEN_BEHIND : MOST);
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
  readonly bell: Doorbell;
  readonly wakes: Wakes;
}

const ALL: readonly BellName[] = ['back', 'advance', 'inbox', 'deliver'];

type Due = (ports: Sweep, most: number) => Promise<readonly string[]>;

const DUE: { readonly [B in BellName]: Due } = {
  back: overdue('rollback'),
  advance: overdue('deploy'),
  inbox: ({ inbox }, most) => inbox.unfinished(Math.min(most, MOST_ACTS)),
  deliver: ({ messages }, most) => messages.due(most),
};

function overdue(kind: Deployment['kind']): Due {
  return async ({ records, wakes }, most) => {
    const now = await records.now();
    return wakes.missed(await records.overdue(now, MOST, kind), most, now);
  };
}
