import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { createStore } from '../../src/store/change.ts';
import { createInbox } from '../../src/store/journal/inbox.ts';
import { createLeases } from '../../src/store/journal/lease.ts';
import { createPool } from '../../src/store/pool.ts';
import { useDatabase } from './fixture.ts';
import { asked, noon, sample, started } from './sample.ts';

const database = useDatabase();

/** Longer than a client needs to send what it has: what comes within is one flight. */
const GATHER_MS = 15;

/** Stands between client and database and counts the flights of the client. */
async function countingProxy(port: number) {
  let flights = 0;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    sockets.add(client).add(upstream);
    let gathered: Buffer[] = [];
    client.on('data', (chunk) => {
      if (gathered.length === 0) {
        setTimeout(() => {
          flights += 1;
          upstream.write(Buffer.concat(gathered));
          gathered = [];
        }, GATHER_MS);
      }
      gathered.push(chunk);
    });
    upstream.on('data', (chunk) => client.write(chunk));
    for (const socket of [client, upstream]) {
      socket.on('error', () => {});
      socket.on('close', () => (socket === client ? upstream : client).destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    async flightsOf(work: () => Promise<unknown>): Promise<number> {
      const before = flights;
      await work();
      return flights - before;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

test('a change costs three round trips, the first of a target two more; an inbox row and a lease one each', async () => {
  const url = new URL(database.url);
  const proxy = await countingProxy(Number(url.port));
  url.port = String(proxy.port);
  const pool = createPool(url.href, { max: 1, applicationName: 'flights', onError: () => {} });
  try {
    const made = { pool, clock: 'database' } as const;
    const store = createStore(made);
    const id = await store.nextId(); // connects
    const d = sample(id);
    const act = { id: 'a', kind: 'event', body: {}, receivedAt: noon } as const;
    expect({
      first: await proxy.flightsOf(() => store.change({ target: d }, () => asked(d))),
      whole: await proxy.flightsOf(() => store.change({ target: d }, () => started(d))),
      nothing: await proxy.flightsOf(() => store.change({ target: d }, () => null)),
      inbox: await proxy.flightsOf(() => createInbox(made).put(act)),
      lease: await proxy.flightsOf(() => createLeases(made).claim(d, 'w', 1_000)),
    }).toEqual({ first: 5, whole: 3, nothing: 2, inbox: 1, lease: 1 });
  } finally {
    await pool.end();
    await proxy.close();
  }
});
