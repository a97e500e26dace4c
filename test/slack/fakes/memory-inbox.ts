import type { Act, Inbox } from '../../../src/ports/inbox.ts';

export interface MemoryInbox extends Inbox {
  readonly acts: ReadonlyMap<string, { readonly act: Act; readonly state: string }>;
  /** While set, every call throws, as a database that is away does. */
  away: boolean;
}

/** The contract of the port in memory: strict about ids, claims and order. */
export function createMemoryInbox(): MemoryInbox {
  const acts = new Map<
    string,
    { act: Act; turn: number; state: 'new' | 'taken' | 'put off' | 'done' }
  >();
  const reach = (): void => {
    if (inbox.away) throw new Error('the database is away');
  };
  const inbox: MemoryInbox = {
    acts,
    away: false,
    async put({ turn, ...act }) {
      reach();
      if (acts.has(act.id)) return false;
      acts.set(act.id, { act: structuredClone(act), turn: turn ?? act.receivedAt, state: 'new' });
      return true;
    },
    async take() {
      reach();
      const waiting = [...acts.values()].filter((row) => row.state === 'new');
      const [row] = waiting.toSorted((a, b) => a.turn - b.turn);
      if (!row) return null;
      row.state = 'taken';
      return row.act;
    },
    async putOff(id) {
      reach();
      const row = acts.get(id);
      if (row?.state === 'taken') row.state = 'put off';
    },
    async done(id) {
      reach();
      const row = acts.get(id);
      if (!row) throw new Error(`no act ${id}`);
      row.state = 'done';
    },
    async unfinished() {
      reach();
      return [...acts.values()].filter((row) => row.state === 'new').map((row) => row.act.id);
    },
    async prune() {
      return 0;
    },
  };
  return inbox;
}

/** Lets every claim run out, as time does after a crash, and what was put off come back. */
export function expireClaims(inbox: MemoryInbox): void {
  for (const row of inbox.acts.values()) {
    if (row.state !== 'done') Object.assign(row, { state: 'new' });
  }
}
