import type { Pool } from 'pg';
import { beforeAll, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { AlertSource } from '../../src/domain/incident/source.ts';
import { compose, type Fairway } from '../../src/main.ts';
import { webhookSources } from '../../src/providers/webhook-sources.ts';
import { createPool } from '../../src/store/pool.ts';
import { createFakeWorld } from '../fakes/fake-world.ts';
import { PATIENT } from '../postgres/patience.ts';
import { useDatabase } from '../store/fixture.ts';
import { exampleCatalog } from '../stories/example-catalog.ts';
import { BODIES, SECRET } from './samples.ts';

const PROCESSES = 4;
const REPEATS = 250;
const database = useDatabase();
const SOURCE = AlertSource.parse({ name: 'am', kind: 'alertmanager', secrets: ['env:A'] });
let catalog: Catalog;
beforeAll(async () => {
  catalog = { ...(await exampleCatalog()), alerts: [SOURCE] };
});

/** A Fairway of its own on the same database, as another process would be. */
function fairway(pool: Pool): Fairway {
  return compose({
    pool,
    clock: 'database',
    bell: { ring: async () => {}, ringIn: () => false, unanswered: async () => 0 },
    nudge() {},
    providers: new Map([
      ['fleet', createFakeWorld({ versions: [], clock: Date, name: 'fleet' }).provider],
    ]),
    catalog: () => catalog,
    slack: {
      botToken: 'xoxb-nobody',
      signingSecrets: ['f'.repeat(32)],
      appToken: null,
      apiUrl: 'http://127.0.0.1:9/api/',
    },
    settings: { leaseMs: 10_000, withdrawMs: 0, requestExpiresMs: 3_600_000 },
    alerts: { kinds: webhookSources, secrets: { read: async () => SECRET } },
    log: { info() {}, warn() {}, error() {} },
  });
}

test('1,000 byte-exact replays over four processes are one act, one incident and one entry', async () => {
  const pools = Array.from({ length: PROCESSES }, (_, n) =>
    createPool(database.url, {
      ...{ max: 2, applicationName: `replay ${n}`, onError: () => {} },
      within: PATIENT,
    }),
  );
  const processes = pools.map(fairway);
  const raw = Buffer.from(JSON.stringify(BODIES.alertmanager));
  const headers = { authorization: `Bearer ${SECRET}` };
  const answers = await Promise.all(
    processes.flatMap(({ alerts }) =>
      Array.from({ length: REPEATS }, () => alerts.handleHook('am', raw, headers)),
    ),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
  const acts = await database.pool.query("SELECT id FROM inbox WHERE kind = 'alert'");
  expect(acts.rowCount).toBe(1);
  await Promise.all(processes.map(({ runners }) => runners.inbox('')));
  const records = processes[0]?.records;
  expect(await records?.incidents({ limit: 9 })).toMatchObject([{ id: 'INC-1', revision: 0 }]);
  // Once more under another wrapping, worked by all of them: what is known changes nothing.
  const wrapped = Buffer.from(JSON.stringify({ ...BODIES.alertmanager, truncatedAlerts: 9 }));
  for (const { alerts } of processes) await alerts.handleHook('am', wrapped, headers);
  await Promise.all(processes.map(({ runners }) => runners.inbox('')));
  expect(await records?.incidents({ limit: 9 })).toMatchObject([{ id: 'INC-1', revision: 0 }]);
  expect(await records?.ledger('INC-1')).toHaveLength(1);
  for (const one of processes) await one.slack.stop();
  for (const pool of pools) await pool.end();
});
