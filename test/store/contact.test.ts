import { expect, test } from 'vitest';
import type { Deployment } from '../../src/domain/deployment/deployment.ts';
import { quietly } from '../../src/domain/deployment/moves.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import { createStore } from '../../src/store/change.ts';
import { createContacts } from '../../src/store/journal/contact.ts';
import { createLeases } from '../../src/store/journal/lease.ts';
import { fakeClock, useDatabase } from './fixture.ts';
import { asked, noon, sample } from './sample.ts';

const database = useDatabase();
const clock = fakeClock(noon);
let services = 0;

/** A running deployment of a service of its own, due since noon. */
async function fresh(patch: Partial<Deployment> = {}) {
  services += 1;
  clock.set(noon);
  const made = { pool: database.pool, clock };
  const store = createStore(made);
  const service = `shop-${services}`;
  const d = sample(await store.nextId(), { service, status: 'running', wakeAt: noon, ...patch });
  await store.change({ target: d }, () => asked(d));
  const contacts = createContacts(made);
  return {
    d,
    contacts,
    leases: createLeases(made),
    /** What the watch sees of this one. */
    async seen() {
      const all = await contacts.watched(15_000, 99);
      return all.find(({ deployment }) => deployment.id === d.id) ?? null;
    },
    move: () =>
      store.change({ target: d, deployment: d.id }, ({ deployment }) =>
        deployment ? quietly(deployment, { wakeAt: plus(clock.now(), 5_000) }) : null,
      ),
  };
}

const calling = { revision: 0, provider: 'command', tookMs: 1_000, patienceMs: 300_000 };

test('a call that takes long is told with its times, by the store’s clock', async () => {
  const { d, contacts } = await fresh();
  expect(await contacts.signs(d.id)).toEqual({ heldAt: null, heldUntil: 0, call: null });
  await contacts.calling(d.id, { ...calling, quietMs: null });
  const call = { provider: 'command', askedAt: plus(noon, -1_000), heardAt: null };
  expect((await contacts.signs(d.id)).call).toEqual({ ...call, until: plus(noon, 299_000) });
  clock.set(plus(noon, 5_000));
  await contacts.calling(d.id, { ...calling, tookMs: 6_000.4, quietMs: 2_000 });
  expect((await contacts.signs(d.id)).call).toMatchObject({
    askedAt: plus(noon, -1_000),
    heardAt: plus(noon, 3_000),
  });
});

test('once the deployment has moved on the call is over, and a late word on it changes nothing', async () => {
  const { d, contacts, move } = await fresh();
  await contacts.calling(d.id, { ...calling, quietMs: null });
  await move();
  expect((await contacts.signs(d.id)).call).toBeNull();
  await contacts.calling(d.id, { ...calling, revision: 1, provider: 'next', quietMs: null });
  await contacts.calling(d.id, { ...calling, quietMs: null });
  expect((await contacts.signs(d.id)).call?.provider).toBe('next');
});

test('a lease leaves its last sign of life behind when it is given back', async () => {
  const { d, contacts, leases } = await fresh();
  clock.set(plus(noon, 7_000));
  await leases.claim(d, 'one', 10_000);
  const heldAt = plus(noon, 7_000);
  expect(await contacts.signs(d.id)).toMatchObject({ heldAt, heldUntil: plus(noon, 17_000) });
  clock.set(plus(noon, 9_000));
  await leases.renew(d, { holder: 'one', epoch: 1 }, 10_000);
  await leases.release(d, 'one');
  const renewedAt = plus(noon, 9_000);
  expect(await contacts.signs(d.id)).toMatchObject({ heldAt: renewedAt, heldUntil: 0 });
});

test('the watch sees what fell due a while ago, and what a card calls lost however it stands', async () => {
  const { contacts, seen, d, move } = await fresh();
  clock.set(plus(noon, 14_999));
  expect(await seen()).toBeNull();
  clock.set(plus(noon, 15_000));
  expect(await seen()).toMatchObject({ deployment: { id: d.id, revision: 0 }, noted: null });
  const lost = { whose: 'worker', since: noon } as const;
  await contacts.note(d.id, { revision: 0, lost, n: 1 });
  expect(await seen()).toMatchObject({ noted: { revision: 0, lost, n: 1 } });
  await move();
  expect(await seen()).toMatchObject({ deployment: { revision: 1 }, noted: { revision: 0, lost } });
  await contacts.note(d.id, { revision: 1, lost: null, n: 2 });
  await contacts.note(d.id, { revision: 0, lost, n: 1 });
  expect(await seen()).toBeNull();
});

test('what is over is not watched', async () => {
  const { seen } = await fresh({ status: 'failed' });
  clock.set(plus(noon, 60_000));
  expect(await seen()).toBeNull();
});
