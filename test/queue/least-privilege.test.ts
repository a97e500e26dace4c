import { expect, test } from 'vitest';
import { connectQueue } from '../../src/queue/connect.ts';
import { migrateQueue } from '../../src/queue/postgres-schema.ts';
import { createBell } from '../../src/queue/waker.ts';
import { startWorkers } from '../../src/queue/worker.ts';
import { migrate } from '../../src/store/migrate.ts';
import { freshDatabase } from '../postgres/database.ts';
import { createRole } from '../postgres/role.ts';
import { listeningLog, remembering, until } from './runners.ts';

const concurrency = { inbox: 1, advance: 1, deliver: 1 };

test('a role that owns nothing rings and is woken, and prepares nothing itself', async () => {
  const database = await freshDatabase({ empty: true });
  const role = await createRole(database);
  const address = { kind: 'postgres', url: role.url } as const;
  try {
    await migrate(database.url);
    await expect(connectQueue(address, () => {})).rejects.toMatchObject({ code: '42501' });
    expect(await migrateQueue(database.url)).toBe(true);
    expect(await migrateQueue(database.url)).toBe(false);
    await role.grant();
    const log = listeningLog();
    const queue = await connectQueue(address, () => {});
    const { done, runners } = remembering();
    const workers = startWorkers(queue, runners, { concurrency, log });
    await createBell(queue, log).ring('advance', 'D-1');
    await until(() => done.length === 1);
    await workers.close();
    await queue.close();
    expect(log.lines).toEqual([]);
  } finally {
    await role.drop();
    await database.drop();
  }
});
