import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectQueue } from '../../src/queue/connect.ts';
import { BELLS } from '../../src/queue/runners.ts';
import { createBell } from '../../src/queue/waker.ts';
import { startWorkers } from '../../src/queue/worker.ts';
import { type FreshDatabase, freshDatabase } from '../postgres/database.ts';
import { behavesAsQueue } from './conformance.ts';
import { listeningLog, remembering, until } from './runners.ts';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase({ empty: true });
});
afterAll(() => database.drop());

const OURS = `application_name <> 'test' AND pid <> pg_backend_pid()
  AND datname = current_database() AND backend_type = 'client backend'`;

async function asked(sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: database.url, application_name: 'test' });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

describe('BullMQ on PostgreSQL', () => {
  behavesAsQueue({
    address: () => ({ kind: 'postgres', url: database.url }),
    async empty() {
      await asked('TRUNCATE bullmq.job CASCADE');
    },
    async cut() {
      const cut = await asked(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${OURS}`,
      );
      return cut.rows.length;
    },
  });

  test('four processes start at once on an empty database', async () => {
    const fresh = await freshDatabase({ empty: true });
    const address = { kind: 'postgres', url: fresh.url } as const;
    const queues = await Promise.all([1, 2, 3, 4].map(() => connectQueue(address, () => {})));
    await Promise.all(queues.map((queue) => queue.close()));
    await fresh.drop();
  });

  test('every table emptied, BullMQ’s own ledger of migrations too: all go on, and one more starts', async () => {
    const address = { kind: 'postgres', url: database.url } as const;
    const log = listeningLog();
    const first = await connectQueue(address, () => {});
    const { done, runners } = remembering();
    const concurrency = { inbox: 1, advance: 1, deliver: 1 };
    const before = startWorkers(first, runners, { concurrency, log });
    await createBell(first, log).ring('advance', 'before');
    await until(() => done.includes('advance before'));
    const { rows } = await asked("SELECT tablename FROM pg_tables WHERE schemaname = 'bullmq'");
    await asked(`TRUNCATE ${rows.map(({ tablename }) => `bullmq.${tablename}`).join()}`);
    const second = await connectQueue(address, () => {});
    const after = startWorkers(second, runners, { concurrency, log });
    for (const [i, queue] of [first, second].entries()) {
      const ids = Array.from({ length: 10 }, (_, n) => `${i}.${n}`);
      for (const id of ids) await queue.add('advance', id);
      await until(() => ids.every((id) => done.includes(`advance ${id}`)));
    }
    await Promise.all([before.close(), after.close()]);
    await Promise.all([first.close(), second.close()]);
  });

  test('a bell and all workers share nine connections at most, under load too', async () => {
    const log = listeningLog();
    const queue = await connectQueue({ kind: 'postgres', url: database.url }, () => {});
    const { done, runners } = remembering();
    const concurrency = { inbox: 8, advance: 8, back: 8, deliver: 8 };
    const workers = startWorkers(queue, runners, { concurrency, log });
    const bell = createBell(queue, log);
    const ids = Array.from({ length: 100 }, (_, i) => `${i}`);
    await Promise.all(ids.flatMap((id) => BELLS.map((name) => bell.ring(name, id))));
    await until(() => done.length === 400);
    const { rows } = await asked(`SELECT count(*)::int AS n FROM pg_stat_activity WHERE ${OURS}`);
    expect(rows[0].n).toBeLessThanOrEqual(9);
    // Alone, so that every 256th event is of its queue: at that one all but the newest hundred go.
    await Promise.all(Array.from({ length: 200 }, (_, i) => bell.ring('inbox', `more ${i}`)));
    await until(() => done.length === 600);
    await workers.close();
    await queue.close();
    const kept = await asked('SELECT count(*)::int AS n FROM bullmq.job');
    expect(kept.rows[0].n).toBeLessThanOrEqual(4 * 20 + 32);
    const events = await asked(`SELECT count(*)::int AS n FROM bullmq.event WHERE queue = 'inbox'`);
    expect(events.rows[0].n).toBeLessThanOrEqual(100 + 256);
  });

  test('ringing while the database is away is logged, soon, and not thrown', async () => {
    const log = listeningLog();
    const fresh = await freshDatabase({ empty: true });
    const queue = await connectQueue({ kind: 'postgres', url: fresh.url }, () => {});
    await fresh.drop();
    await createBell(queue, log).ring('advance', 'D-1');
    expect(log.lines).toEqual(['bell not rung, left to the sweep']);
    await queue.close();
  });

  test('workers that began while the server took nobody work once it does', async () => {
    const fresh = await freshDatabase({ empty: true });
    const role = `tight_${Date.now()}`;
    await fresh.pool.query(`CREATE ROLE ${role} LOGIN PASSWORD 'tight'`);
    await fresh.pool.query(
      `GRANT ALL ON DATABASE ${new URL(fresh.url).pathname.slice(1)} TO ${role}`,
    );
    const url = Object.assign(new URL(fresh.url), { username: role, password: 'tight' }).href;
    let errors = 0;
    const queue = await connectQueue({ kind: 'postgres', url }, () => {
      errors += 1;
    });
    await fresh.pool.query(`ALTER ROLE ${role} CONNECTION LIMIT 0`);
    await fresh.pool.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1',
      [role],
    );
    const { done, runners } = remembering();
    const log = listeningLog();
    const concurrency = { inbox: 1, advance: 1, deliver: 1 };
    const workers = startWorkers(queue, runners, { concurrency, log });
    await sleep(1_500);
    expect(errors, 'no storm of attempts').toBeLessThan(50);
    await fresh.pool.query(`ALTER ROLE ${role} CONNECTION LIMIT -1`);
    await createBell(queue, log).ring('advance', 'D-1');
    await until(() => done.includes('advance D-1'));
    await workers.close();
    await queue.close();
    await fresh.pool.query(`DROP OWNED BY ${role} CASCADE`);
    await fresh.pool.query(`DROP ROLE ${role}`);
    await fresh.drop();
  });

  test('a server that is not there is an error', async () => {
    const address = { kind: 'postgres', url: 'postgres://nobody@127.0.0.1:1/none' } as const;
    await expect(connectQueue(address, () => {})).rejects.toThrow(/ECONNREFUSED/);
  });
});
