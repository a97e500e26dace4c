import type { Instant } from '../../../src/domain/kernel/time.ts';
import type { Delivery, Messages } from '../../../src/ports/messages.ts';

interface Row {
  d: Delivery;
  at: number;
  taken: boolean;
  retryAt: number;
  reposted: boolean;
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
  const hasWork = (row: Row, { d } = row): boolean =>
    (d.parked === null || (d.mendable && row.retryAt <= now())) &&
    (d.sentRevision === null || d.sentRevision < d.revision || d.doubtful);
  return {
    async want(wish) {
      const row = rows.get(wish.key);
      if (row && row.d.revision > wish.revision) return;
      const fresh = {
        ...{ ts: null, sentRevision: null, doubtful: false, parked: null, mendable: false },
        begunUnder: null,
        attempts: 0,
        trace: null,
      };
      const d: Delivery = row ? { ...row.d, ...wish } : { ...fresh, ...wish };
      rows.set(wish.key, {
        ...(row ?? { at: now(), taken: false, retryAt: 0, reposted: false }),
        d,
      });
    },
    async take(key) {
      const row = rows.get(key);
      if (!row || row.taken || row.at > now() || !hasWork(row)) return null;
      row.taken = true;
      row.d = { ...row.d, attempts: row.d.attempts + 1 };
      return row.d;
    },
    async begin(key, thread) {
      const row = held(key);
      row.d = { ...row.d, doubtful: true, begunUnder: thread };
    },
    async sent(key, ts, revision) {
      const sent = { ts, sentRevision: revision, doubtful: false, attempts: 0 };
      release(held(key), { ...sent, parked: null, mendable: false });
    },
    async later(key, at, refusedForSure) {
      const row = held(key);
      release(row, { doubtful: row.d.doubtful && !refusedForSure }, at);
    },
    async park(key, why, retryMs, refusedForSure = false) {
      const row = held(key);
      row.retryAt = now() + (retryMs ?? 0);
      const doubtful = row.d.doubtful && !refusedForSure;
      release(row, { parked: why, mendable: retryMs !== null, doubtful });
    },
    async lost(key, ts) {
      const row = rows.get(key);
      if (row?.d.ts !== ts || row.reposted) return false;
      row.reposted = true;
      release(row, { ts: null, sentRevision: null });
      return true;
    },
    async find(key) {
      return rows.get(key)?.d ?? null;
    },
    async heading(channel, ts) {
      const all = [...rows.values()].map((row) => row.d);
      return all.find((d) => d.channel === channel && d.ts === ts && !d.under)?.key ?? null;
    },
    async postedAs(ts, channels) {
      const all = [...rows.values()].map((row) => row.d);
      return all.flatMap((d) => (d.ts === ts && channels.includes(d.channel) ? [d.key] : []));
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
