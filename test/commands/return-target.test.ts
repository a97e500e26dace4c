import { expect, test } from 'vitest';
import { returnTarget } from '../../src/commands/return-target.ts';
import type { Deployment } from '../../src/domain/deployment/deployment.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import { deployment, digestOf, NEW, NOON, OLD, running } from '../domain/sample.ts';

const NOW_SERVES = { version: '1.0.5', digest: digestOf('c') };
const place = { service: { name: 'shop' }, environment: { name: 'production' } } as never;

/** Where a rollback goes from this running deployment, with this verified there before. */
function goesTo(from: Deployment, verified: readonly Deployment[]): Promise<unknown> {
  const records = { deployments: async () => [from], verified: async () => verified };
  return returnTarget({ records } as never, place, null);
}

const verified = deployment({
  id: 'D-6',
  artifact: NOW_SERVES,
  previous: OLD,
  status: 'succeeded',
  finishedAt: NOON,
});

test('6.2 from a version that people met it goes back to what that replaced', async () => {
  const from = running(4, { artifact: NEW, previous: NOW_SERVES });
  expect(await goesTo(from, [verified])).toMatchObject({ to: NOW_SERVES });
});

test('6.2 from one that nobody met yet it goes to what serves, whatever served when that was asked for', async () => {
  const from = running(0, { artifact: NEW, previous: OLD, requestedAt: plus(NOON, -60_000) });
  expect(from.exposedAt).toBeNull();
  expect(await goesTo(from, [verified])).toMatchObject({ from, to: NOW_SERVES });
});

test('6.2 where something else was put there by hand before that was asked for, it is what was seen then', async () => {
  const from = running(0, { artifact: NEW, previous: OLD, requestedAt: plus(NOON, 60_000) });
  expect(await goesTo(from, [verified])).toMatchObject({ to: OLD });
});

test('6.2 where nothing was ever verified it is what served when it was asked for', async () => {
  expect(await goesTo(running(0), [])).toMatchObject({ to: OLD });
});
