import { describe, expect, test } from 'vitest';
import { emptyDeparture } from '../../src/domain/governance/departure.ts';
import { boardingOf, type TrainHold } from '../../src/domain/governance/train.ts';
import {
  driverSince,
  holdAnew,
  letsGoOwn,
  release,
} from '../../src/domain/governance/train-hold.ts';
import { weeklyTrain } from '../stories/weekly-train.ts';
import { NOON } from './sample.ts';

const TIMES = boardingOf(weeklyTrain(), NOON);
const hold: TrainHold = { by: 'dana', at: NOON, why: 'the bank is down', due: NOON };
const those = (...releasers: string[]): TrainHold => ({ ...hold, releasers });
const now = (may: readonly string[] | null, ...here: string[]) => ({
  may,
  isHere: (id: string) => here.includes(id),
});

describe('5.5 who lets go a train that somebody else holds', () => {
  test.each<[string, TrainHold, ReturnType<typeof now>, string | null]>([
    ['who could then', those('chen', 'eli'), now(['chen', 'eli'], 'dana'), null],
    ['not who came later', those('chen'), now(['chen', 'eli'], 'dana'), 'Ask dana or chen.'],
    ['those who cannot any more are not named', those('chen'), now(['eli'], 'dana'), 'Ask dana.'],
    ['nor is a holder who left', those('chen'), now(['chen', 'eli'], 'chen'), 'Ask chen.'],
    ['whoever may now, where none of them is left', those('chen'), now(['eli'], 'eli'), null],
    ['not who came later, where all may now', those('chen'), now(null, 'chen'), 'Ask chen.'],
    ['what was stored before who could was kept', hold, now(['eli'], 'dana'), null],
  ])('%s', (_, held, at, fix) => {
    expect(driverSince('weekly', held, 'eli', at)?.fix ?? null).toBe(fix);
  });

  test.each<[string, readonly string[], boolean]>([
    ['all of it', ['eli', 'eli'], true],
    ['some of it', ['eli', 'dana'], false],
    ['none of it', ['dana'], false],
  ])('whether eli held %s, so that it takes no second factor', (_, holders, own) => {
    const ledger = holders.flatMap((by) => {
      const held = { ...emptyDeparture(weeklyTrain(), TIMES, null), hold: { ...hold, by } };
      return release(held, { by: 'eli', why: null }, NOON).ledger;
    });
    expect(letsGoOwn({ ledger }, 'eli')).toBe(own);
  });

  test('the next departure is held for the same people', () => {
    expect(holdAnew(those('chen'))).toEqual({
      by: 'dana',
      at: NOON,
      why: hold.why,
      releasers: ['chen'],
    });
  });
});
