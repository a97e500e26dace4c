import { describe, expect, test } from 'vitest';
import type { TrainHold } from '../../src/domain/governance/train.ts';
import { driverSince, holdAnew } from '../../src/domain/governance/train-hold.ts';
import { NOON } from './sample.ts';

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

  test('the next departure is held for the same people', () => {
    expect(holdAnew(those('chen'))).toEqual({
      by: 'dana',
      at: NOON,
      why: hold.why,
      releasers: ['chen'],
    });
  });
});
