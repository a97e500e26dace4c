import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fewest, seat, type suffices } from '../../src/domain/governance/seats.ts';

type Slot = Parameters<typeof suffices>[0][number];

const sre: Slot = { people: ['bo', 'chen'], quorum: 1, distinct: true };
const owners: Slot = { people: ['chen'], quorum: 1, distinct: true };
const anybody: Slot = { people: ['ana', 'bo', 'chen', 'dana'], quorum: 2 };

describe('who fills which rule', () => {
  test.each<[string, readonly Slot[], readonly string[], readonly number[]]>([
    ['nobody said yes', [sre, owners], [], [1, 1]],
    ['one person fills one distinct rule', [sre, owners], ['chen'], [0, 1]],
    ['whoever could do more moves over', [sre, owners], ['chen', 'bo'], [0, 0]],
    ['in whichever order they said it', [sre, owners], ['bo', 'chen'], [0, 0]],
    ['the same person twice is one', [anybody], ['bo', 'bo'], [1]],
    ['other rules share people', [sre, anybody, anybody], ['bo', 'chen'], [0, 0, 0]],
    ['a quorum beyond everybody stays open', [{ ...anybody, quorum: 1e9 }], ['bo'], [1e9 - 1]],
  ])('%s', (_, slots, people, missing) => {
    expect(seat(slots, people).map((one) => one.missing)).toEqual(missing);
  });

  test('how many it takes at least', () => {
    expect(fewest([sre, owners], [])).toBe(2);
    expect(
      fewest(
        [
          { ...sre, distinct: false },
          { ...owners, distinct: false },
        ],
        [],
      ),
    ).toBe(1);
    expect(fewest([anybody], ['bo', 'chen', 'dana'])).toBe(1);
  });
});

test('as many seats are taken as any arrangement could take (2,000 organisations)', () => {
  const people = ['ana', 'bo', 'chen', 'dana', 'eli'];
  const slot = fc.record({
    people: fc.uniqueArray(fc.constantFrom(...people)),
    quorum: fc.integer({ min: 1, max: 3 }),
    distinct: fc.constant(true),
  });
  fc.assert(
    fc.property(
      fc.array(slot, { maxLength: 4 }),
      fc.uniqueArray(fc.constantFrom(...people)),
      (slots, voices) => {
        const taken = seat(slots, voices).flatMap((one) => one.given);
        expect(new Set(taken).size).toBe(taken.length);
        expect(taken.length).toBe(most(slots, voices));
      },
    ),
    { numRuns: 2_000 },
  );
});

/** By trying everything: each person in turn sits in one of the rules that has room, or in none. */
function most(slots: readonly Slot[], [first, ...rest]: readonly string[]): number {
  if (first === undefined) return 0;
  const sitting = slots.flatMap((slot, i) =>
    slot.people.includes(first) && slot.quorum > 0
      ? [1 + most(slots.with(i, { ...slot, quorum: slot.quorum - 1 }), rest)]
      : [],
  );
  return Math.max(most(slots, rest), ...sitting);
}
