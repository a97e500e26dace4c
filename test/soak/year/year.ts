import type { Pool } from 'pg';
import { openPool, startDatabases } from '../in-process/databases.ts';
import { sideBySide } from '../in-process/side-by-side.ts';
import { askWatchdog } from '../in-process/watchdog.ts';
import { verifyLedger } from '../program/ledger.ts';
import { none, type Order, type Outcome, type Trial, told } from '../trial.ts';
import { yearOrganisation } from './organisation.ts';
import { liveAWhile, type Span } from './span.ts';

const DEPLOYMENTS = { short: 300, full: 10_000 } as const;
/** Deployments in one span; each span has a database, a clock and an organisation of its own. */
const PER_SPAN = 100;
const LANES = 3;

/**
 * An organisation lives by a simulated clock: people ask, approve, quarrel, lock and go back, versions
 * are bad and the provider has its days, and the database looks at every single write.
 */
export const year: Trial = {
  name: 'year',
  says: 'a long time of deployments, people and faults by a simulated clock, every write looked at',
  run,
};

async function run({ size, seed, tell }: Order): Promise<Outcome> {
  const databases = await startDatabases();
  const catalog = await yearOrganisation();
  const faults: string[] = [];
  const sum = { deployments: 0, writes: 0, entries: 0, hours: 0, ends: new Map<string, number>() };
  async function judge(pool: Pool, span: Span): Promise<void> {
    const { violations, writes } = await askWatchdog(pool);
    const ledger = await verifyLedger(pool);
    const where = `(--seed ${span.seed})`;
    faults.push(
      ...[...violations, ...ledger.faults, ...span.faults].map((one) => `${one} ${where}`),
    );
    sum.deployments += span.deployments.length;
    sum.writes += writes;
    sum.entries += ledger.entries;
    sum.hours += span.hours;
    for (const d of span.deployments) {
      const end = d.kind === 'rollback' ? `rollback ${d.status}` : d.status;
      sum.ends.set(end, (sum.ends.get(end) ?? 0) + 1);
    }
    tell(`${sum.deployments} deployments`);
  }
  try {
    const spans = Array.from({ length: DEPLOYMENTS[size] / PER_SPAN }, (_, i) => seed + i);
    await sideBySide(LANES, spans, async (one) => {
      const pool = openPool(await databases.make(), 4);
      try {
        await judge(pool, await liveAWhile(pool, catalog, { seed: one, atLeast: PER_SPAN }));
      } finally {
        await pool.end();
      }
    });
    const ends = [...sum.ends].toSorted().map(([end, n]) => told(`  ${end}`, n));
    const figures = [
      told('deployments on PostgreSQL, simulated clock', sum.deployments),
      ...ends,
      told('  simulated hours', Math.round(sum.hours)),
      { ...none('violations', faults), figure: `violations, of ${sum.writes} writes` },
      {
        figure: 'ledger entries that verify',
        value: String(sum.entries),
        target: '-',
        pass: sum.entries > sum.deployments && sum.deployments >= DEPLOYMENTS[size],
      },
    ];
    return { figures, faults };
  } finally {
    await databases.stop();
  }
}
