import { expect, test } from 'vitest';
import { SOURCE_KINDS } from '../../src/domain/incident/source.ts';
import { createRandom } from '../soak/random.ts';
import { forge } from './forge.ts';
import { fuzz } from './fuzz.ts';

test('of 1,000 forged requests of each kind none is taken', () => {
  expect(forge(1_000, createRandom(7).next)).toEqual({ tried: 5_000, taken: 0 });
});

test.each(SOURCE_KINDS)(
  '%s: whatever a known sender posts to the port is taken or refused with its place',
  async (kind) => {
    const { statuses, mute, spoilt } = await fuzz(kind, 300, createRandom(11).next);
    expect([...statuses.keys()].toSorted()).toEqual([202, 400]);
    expect({ mute, spoilt }).toEqual({ mute: 0, spoilt: 0 });
  },
);
