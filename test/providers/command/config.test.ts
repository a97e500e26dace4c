import { expect, test } from 'vitest';
import { observation } from '../../../src/providers/programs/answers.ts';

const live = { version: '1.1.0', digest: `sha256:${'a'.repeat(64)}`, percent: 100, healthy: true };

/** What `observe` printed, as it is understood; null where it is not. */
function read(config: unknown) {
  const told = { ...live, ...(config === undefined ? {} : { config }) };
  return observation.safeParse({ live: [told], staged: [] }).data?.live[0] ?? null;
}

test.each([undefined, 'env:1f0c', `sha256:${'b'.repeat(64)}`, 'v12_a.b+c/d=@e'])(
  'a fingerprint %s is kept as it is, and none is none',
  (config) => {
    expect(read(config)).toEqual(config === undefined ? live : { ...live, config });
  },
);

test.each(['', 'two words', 'a;b', '--yes', '`id`', 'x'.repeat(129), 12])(
  'what could not be shown and passed back (%s) is not understood',
  (config) => {
    expect(read(config)).toBeNull();
  },
);
