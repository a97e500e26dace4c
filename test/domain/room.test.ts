import fc from 'fast-check';
import { expect, test } from 'vitest';
import { roomAt, type Taking } from '../../src/domain/deployment/room.ts';
import { type Instant, plus } from '../../src/domain/kernel/time.ts';
import { NOON } from './sample.ts';

const at = (minutes: number): Instant => plus(NOON, minutes * 60_000);
const takes = (service: string, minutes: number): Taking => ({ service, endsAt: at(minutes) });

test.each([
  ['nothing runs', 1, [], null],
  ['another runs, and there is a slot more', 2, [takes('pay', 5)], null],
  ['another has the only slot', 1, [takes('pay', 5)], 5],
  ['its own runs', 3, [takes('shop', 5)], 5],
  ['all are taken: the first that ends', 2, [takes('pay', 9), takes('cart', 4)], 4],
  ['its own ends after that', 2, [takes('shop', 9), takes('cart', 4)], 9],
  ['it should have ended', 1, [takes('pay', -5)], 0],
])('4.4 when there is room: %s', (_, slots, running, minutes) => {
  const found = roomAt({ service: 'shop', slots }, running, NOON);
  expect(found).toBe(minutes === null ? null : at(minutes));
});

test('4.4 at that moment there is room and a moment before there is none', () => {
  const taking = fc.uniqueArray(
    fc.record({ service: fc.constantFrom('shop', 'pay', 'cart', 'ads'), minutes: fc.nat(90) }),
    { selector: ({ service }) => service },
  );
  fc.assert(
    fc.property(taking, fc.integer({ min: 1, max: 5 }), (all, slots) => {
      const running = all.map(({ service, minutes }) => takes(service, minutes));
      const hasRoom = (when: Instant): boolean => {
        const left = running.filter(({ endsAt }) => endsAt > when);
        return left.length < slots && left.every(({ service }) => service !== 'shop');
      };
      const found = roomAt({ service: 'shop', slots }, running, NOON) ?? NOON;
      expect(hasRoom(found)).toBe(true);
      if (found > NOON) expect(hasRoom(plus(found, -1))).toBe(false);
    }),
  );
});
