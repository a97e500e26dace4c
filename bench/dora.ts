/**
 * DORA's metrics of one service over a period with 1,000,000 deployments, each with a commit, one in
 * twenty rolled back: what `/release dora` waits for. `node bench/dora.ts`.
 */
import { instant } from '../src/domain/kernel/time.ts';
import { migrate } from '../src/store/migrate.ts';
import { createRecords } from '../src/store/records.ts';
import { type Figure, percentile, say, short, table } from './figure.ts';
import { benchDatabase, patientPool } from './postgres.ts';

const DEPLOYMENTS = 1_000_000;
const ROUNDS = 5;
const AIM_MS = 2_000;
const MINUTE_MS = 60_000;

/** One a minute of `shop`, and as many of a hundred other services around them. */
const FILL: readonly string[] = [
  `INSERT INTO delivery (id, service, environment, kind, asked_at, at, succeeded, exposed, full_at,
     counts, rollback_of, fixes, commits)
   SELECT 'D-' || n, 'shop', 'production', CASE WHEN n % 20 = 0 THEN 'rollback' ELSE 'deploy' END,
     n * ${MINUTE_MS}::bigint - 30000, n * ${MINUTE_MS}::bigint, true, true, n * ${MINUTE_MS}::bigint,
     true, CASE WHEN n % 20 = 0 THEN 'D-' || n - 1 END,
     CASE WHEN n % 100 = 7 THEN 'INC-' || n % 50 END, CASE WHEN n % 20 = 0 THEN NULL ELSE 1 END
   FROM generate_series(1, ${DEPLOYMENTS}) n`,
  `INSERT INTO delivered_commit (service, environment, commit, deployment, committed_at, at)
   SELECT 'shop', 'production', md5(n::text), 'D-' || n,
     n * ${MINUTE_MS}::bigint - (n * 7919::bigint) % 864000000, n * ${MINUTE_MS}::bigint
   FROM generate_series(1, ${DEPLOYMENTS}) n WHERE n % 20 <> 0`,
  'VACUUM ANALYZE delivery',
  'VACUUM ANALYZE delivered_commit',
];

const incidents = Array.from({ length: 50 }, (_, i) => ({
  id: `INC-${i}`,
  names: [`INC-${i}`],
  at: instant(i * 1_000 * MINUTE_MS),
  causes: [{ deployment: `D-${i * 100 + 6}`, linkedAt: instant(i * 1_000 * MINUTE_MS) }],
}));

export async function benchDora(): Promise<readonly Figure[]> {
  const database = await benchDatabase();
  const pool = patientPool(database.url, 2);
  try {
    await migrate(database.url);
    for (const statement of FILL) await pool.query(statement);
    const records = createRecords({ pool, clock: 'database' });
    const end = instant((DEPLOYMENTS + 1) * MINUTE_MS);
    const period = { from: instant(0), to: end, asOf: end };
    const shop = { service: 'shop', environment: 'production' };
    const taken: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const since = performance.now();
      const { deployments } = await records.dora(shop, period, incidents);
      if (deployments !== DEPLOYMENTS) throw new Error(`${deployments} were counted`);
      if (round > 0) taken.push(performance.now() - since);
    }
    const [middle, worst] = [percentile(taken, 0.5), Math.max(...taken)];
    return [
      {
        figure: 'aim: DORA over 1,000,000 deployments of one service, median (worst)',
        value: `${short(middle)} (${short(worst)}) ms`,
        target: `<= ${AIM_MS} ms`,
        ratio: short(middle / AIM_MS),
        pass: middle <= AIM_MS,
      },
    ];
  } finally {
    await pool.end();
    await database.stop();
  }
}

if (import.meta.main) say(table(await benchDora()));
