import fc from 'fast-check';
import { expect, test } from 'vitest';
import { subjectOf } from '../../src/domain/deployment/deployment.ts';
import { expectedMs } from '../../src/domain/deployment/expected.ts';
import { rule } from '../../src/domain/gates/index.ts';
import type { Held } from '../../src/domain/governance/lock.ts';
import { arrivals, freedAt, type InLine } from '../../src/domain/governance/lock-arrivals.ts';
import { type Instant, plus } from '../../src/domain/kernel/time.ts';
import { deployment, NOON } from './sample.ts';

const MINUTE = 60_000;
const waits = (id: string, service: string, minutes: number): InLine => ({
  id,
  service,
  environment: 'production',
  takesMs: minutes * MINUTE,
});
const at = (minutes: number): Instant => plus(NOON, minutes * MINUTE);

/** Minute by minute: where the place is free and nobody is in it, the next of its line goes in. */
function simulated(line: readonly InLine[], free: Readonly<Record<string, number>>) {
  const began = new Map<string, Instant>();
  const busyUntil = new Map<string, number>();
  for (let minute = 0; began.size < line.length && minute < 10_000; minute += 1) {
    for (const one of line) {
      const isFree =
        minute >= (free[one.service] ?? 0) && minute >= (busyUntil.get(one.service) ?? 0);
      if (began.has(one.id) || !isFree) continue;
      began.set(one.id, at(minute));
      busyUntil.set(one.service, minute + one.takesMs / MINUTE);
    }
  }
  return began;
}

test('8.7 each place of a queue has the time a simulation minute by minute comes to', () => {
  const services = ['shop', 'search', 'cart'];
  const line = fc
    .array(fc.tuple(fc.constantFrom(...services), fc.integer({ min: 1, max: 90 })), {
      maxLength: 12,
    })
    .map((all) => all.map(([service, minutes], i) => waits(`D-${i}`, service, minutes)));
  const free = fc.record({ shop: fc.nat(200), search: fc.nat(200), cart: fc.nat(200) });
  fc.assert(
    fc.property(line, free, (all, ends) => {
      const found = arrivals(all, ({ service }) => at(ends[service as keyof typeof ends]));
      expect(new Map(found)).toEqual(simulated(all, ends));
    }),
  );
});

const held = (until: Instant | null, claimed = false): Held => ({
  service: 'shop',
  environment: 'production',
  token: 1,
  revision: 1,
  held: {
    by: 'bo',
    at: NOON,
    because: null,
    cause: { kind: 'work' },
    until,
    remindAt: null,
    askedBy: [],
    claim: claimed
      ? {
          by: 'ana',
          at: NOON,
          because: 'x',
          cause: { kind: 'work' },
          decideAt: NOON,
          objection: null,
        }
      : null,
  },
});

test('the last of several locks counts, and nothing is said of one without an end or that passes on', () => {
  expect(freedAt([held(at(10)), held(at(30))])).toBe(at(30));
  expect(freedAt([held(at(10)), held(null)])).toBeNull();
  expect(freedAt([held(at(10)), held(at(30), true)])).toBeNull();
  expect([...arrivals([waits('D-1', 'shop', 5), waits('D-2', 'shop', 5)], () => null)]).toEqual([
    ['D-1', null],
    ['D-2', null],
  ]);
});

test('the median of earlier ones counts, or else the times of the plan', () => {
  const plan = [{ kind: 'start' }, { kind: 'bake', forMs: 300_000 }] as const;
  expect([expectedMs(plan, 60_000), expectedMs(plan, undefined)]).toEqual([60_000, 302_000]);
});

test('the card of one that waits tells its place and, by estimate, its turn', () => {
  const about = { ...subjectOf(deployment({ requestedBy: 'ana' })), id: 'D-9' };
  const queue = [
    { id: 'D-2', held: true, takesMs: 6 * MINUTE },
    { id: 'D-3', held: true, takesMs: 4 * MINUTE },
  ];
  const said = (more: object = {}, lock = held(at(30))) => {
    const facts = { locks: [lock], queue: queue.map((one) => ({ ...one, ...more })) };
    const { ruling } = rule({ kind: 'lock' }, facts, about, NOON);
    return ruling.verdict === 'wait' ? ruling.why : ruling.verdict;
  };
  expect(said()).toContain(
    '(number 3 of 3 that wait, after D-2, D-3; by estimate its turn is 2026-11-20 at 12:40 UTC)',
  );
  expect(said({ takesMs: undefined })).toContain('(number 3 of 3 that wait, after D-2, D-3)');
  expect(said({}, held(null))).toContain('after D-2, D-3)');
});
