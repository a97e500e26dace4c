import { expect, test } from 'vitest';
import { type Cadence, deviations } from '../../src/domain/governance/cadence.ts';
import { closedTimes } from '../../src/domain/governance/closed-times.ts';
import type { Schedule } from '../../src/domain/governance/schedule.ts';
import { Blackout, ReleaseWindow } from '../../src/domain/governance/window.ts';
import { type Instant, plus } from '../../src/domain/kernel/time.ts';
import { NOON } from './sample.ts';

const cadence: Cadence = {
  name: 'train',
  to: 'production',
  services: ['shop', 'search', 'cart'],
  days: ['fr', 'mo'],
  at: '10:00',
  zone: 'Europe/Berlin',
};
const every = { days: [1, 5], time: '10:00', zone: 'Europe/Berlin' };
const schedule = (id: string, service: string, patch: object = {}): Schedule =>
  ({
    id,
    service,
    environment: 'production',
    from: 'staging',
    every,
    stopped: null,
    ...patch,
  }) as unknown as Schedule;
const said = (...all: readonly Schedule[]) =>
  deviations(cadence, all).map(({ service, why }) => `${service} ${why}`);

test('8.4 a service deviates that has no schedule, another one, a paused one, or one besides', () => {
  const kept = ['shop', 'search', 'cart'].map((one, i) => schedule(`S-${i}`, one));
  expect(said(...kept)).toEqual([]);
  expect(said(...kept.slice(1))).toEqual(['shop has no schedule']);
  const later = schedule('S-7', 'cart', { every: { ...every, time: '11:00' } });
  expect(said(...kept.slice(0, 2), later)).toEqual([
    'cart goes every mon,fri at 11:00 Europe/Berlin (S-7)',
  ]);
  expect(said(...kept, later)).toEqual(['cart goes at other times as well (S-7)']);
  const paused = schedule('S-2', 'cart', { stopped: { by: 'ana', at: NOON, why: 'x' } });
  expect(said(...kept.slice(0, 2), paused)).toEqual(['cart is paused (S-2)']);
  const event = schedule('S-8', 'cart', { every: null });
  expect(said(...kept.slice(0, 2), event)).toEqual(['cart goes when staging is green (S-8)']);
  expect(said(...kept.slice(0, 2), schedule('S-2', 'cart', { environment: 'lab' }))).toEqual([
    'cart has no schedule',
  ]);
});

test('8.4 what is closed is what blackouts close and windows leave out, of one target alone', () => {
  const form = { environments: ['production'], owner: 'sre', zone: 'UTC', for: '2h' };
  const blackouts = [
    Blackout.parse({ ...form, name: 'b', from: '2026-11-20T13:00', services: ['shop'] }),
  ];
  const windows = [
    ReleaseWindow.parse({ ...form, name: 'w', from: '2026-11-16T14:00', repeat: 'FREQ=DAILY' }),
  ];
  const span = { from: NOON, until: plus(NOON, 6 * 3_600_000) };
  const hours = (service: string, all: Parameters<typeof closedTimes>[0]) =>
    closedTimes(all, { service, environment: 'production' }, span).map(({ from, until }) =>
      [from, until].map((at: Instant) => (at - NOON) / 3_600_000),
    );
  const byHand = [
    { service: '*', environment: 'production', at: plus(NOON, 3_600_000), until: span.until },
  ] as never;
  expect(hours('shop', { blackouts, windows, byHand: [] })).toEqual([
    [1, 3],
    [0, 2],
    [4, 6],
  ]);
  expect(hours('cart', { blackouts, windows: [], byHand })).toEqual([[1, 6]]);
});
