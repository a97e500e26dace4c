import type { Instant } from '../../../src/domain/kernel/time.ts';
import type { Delivery, Messages } from '../../../src/ports/messages.ts';

interface Row {
  d: Delivery;
  at: number;
  taken: boolean;
}

/** The contract of the port in memory, with its claims: writing without holding one is an error. */
export function createMemoryMessages(now: () => Instant): Messages {
  const rows = new Map<string, Row>();
  const held = (key: string): Row => {
    const row = rows.get(key);
    if (!row?.taken) throw new Error(`${key} is written without a claim`);
    return row;
  };
  const release = (row: Row, change: Partial<Delivery>, at = now() as number): void => {
    row.d = { ...row.d, ...change };
    row.at = at;
    row.taken = false;
  };
  const hasWork = ({ d }: Row): boolean =>
    d.parked === null && (d.sentRevision === null || d.sentRevision < d.revision || d.doubtful);
  return {
    async want(wish) {
      const row = rows.get(wish.key);
      if (row && row.d.revision > wish.revision) return;
      const fresh = { ts: null, sentRevision: null, doubtful: false, parked: null, attempts: 0 };
      const d: Delivery = row ? { ...row.d, ...wish } : { ...fresh, ...wish };
      rows.set(wish.key, { d, at: row?.at ?? now(), taken: row?.taken ?? false });
    },
    async take(key) {
      const row = rows.get(key);
      if (!row || row.taken || row.at > now() || !hasWork(row)) return null;
      row.taken = true;
      return row.d;
    },
    async begin(key) {
      const row = held(key);
      row.d = { ...row.d, doubtful: true };
    },
    async sent(key, ts, revision) {
      release(held(key), { ts, sentRevision: revision, doubtful: false, attempts: 0 });
    },
    async later(key, at, refusedForSure) {
      const row = held(key);
      const { attempts, doubtful } = row.d;
      release(row, { attempts: attempts + 1, doubtful: doubtful && !refusedForSure }, at);
    },
    async park(key, why) {
      release(held(key), { parked: why });
    },
    async find(key) {
      return rows.get(key)?.d ?? null;
    },
    async due() {
      const ready = [...rows.values()].filter(
        (row) => !row.taken && row.at <= now() && hasWork(row),
      );
      return ready.map((row) => row.d.key);
    },
    async parked() {
      return [...rows.values()].map((row) => row.d).filter((d) => d.parked !== null);
    },
  };
}
