import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { freshDatabase } from '../postgres/database.ts';
import { COPIED } from '../soak/failpoints/failpoints.ts';
import { judge } from '../soak/failpoints/laws.ts';
import { type Life, live } from '../soak/failpoints/life.ts';
import { type Run, runOf } from '../soak/failpoints/run.ts';
import { openPool } from '../soak/in-process/databases.ts';
import { organisation } from '../soak/in-process/organisation.ts';
import { sideBySide } from '../soak/in-process/side-by-side.ts';
import { type SlackDouble, startSlackDouble } from '../soak/in-process/slack-double.ts';
import { verifyLedger } from '../soak/program/ledger.ts';

/** `npm run soak` has more of them. */
const RUNS = 60;
const LANES = 6;
const SEED = 1;
const INNOCENT = { doubled: [], lost: [], stale: [], stranded: [], wrong: [] };

describe(`a deployment, broken at every point (${RUNS} runs, seed ${SEED})`, () => {
  let slack: SlackDouble;
  let catalog: Catalog;
  beforeAll(async () => {
    slack = await startSlackDouble();
    catalog = await organisation(COPIED);
  });
  afterAll(() => slack.stop());

  /** Lives, one after another in each of a few databases, each of them judged; then their ledgers. */
  async function lives(runs: readonly Run[], lanes: number): Promise<readonly Life[]> {
    const lived: Life[] = [];
    const waiting = [...runs];
    async function lane(): Promise<void> {
      const database = await freshDatabase();
      const pool = openPool(database.url, 4);
      try {
        await sideBySide(1, waiting, async (run) => {
          const life = await live({ pool, slack, catalog }, run);
          expect(await judge(pool, life), JSON.stringify(run)).toEqual(INNOCENT);
          lived.push(life);
        });
        expect((await verifyLedger(pool)).faults).toEqual([]);
      } finally {
        await pool.end();
        await database.drop();
      }
    }
    await Promise.all(Array.from({ length: lanes }, lane));
    return lived;
  }

  test('left alone, a good version goes through and a bad one is caught', async () => {
    const alone = { ...runOf(SEED), depth: 'spoken', breaks: [], meddlings: [] } as const;
    const strategy = 'canary';
    const [good, slow, crash] = await lives(
      [
        { ...alone, seed: 1, strategy, version: '1.1.0' },
        { ...alone, seed: 2, strategy, version: '1.2.0-slow' },
        { ...alone, seed: 3, strategy: 'rolling', version: '1.4.0-crash' },
      ],
      1,
    );
    expect(good?.seen.deployments).toMatchObject([{ status: 'succeeded' }]);
    expect(good?.passed[0]).toBeGreaterThan(100);
    expect(slow?.seen.deployments).toMatchObject([
      { status: 'failed' },
      { kind: 'rollback', status: 'succeeded' },
    ]);
    expect(crash?.seen.deployments).toMatchObject([{ status: 'failed', exposedAt: null }]);
  });

  test('whatever breaks, and whoever meddles, it ends once and does nothing twice', async () => {
    const lived = await lives(
      Array.from({ length: RUNS }, (_, i) => runOf(SEED + i)),
      LANES,
    );
    expect(lived).toHaveLength(RUNS);
    const struck = lived.reduce((sum, life) => sum + life.struck, 0);
    expect(struck, 'nearly every run was broken, many more than once').toBeGreaterThan(RUNS);
  });
});
