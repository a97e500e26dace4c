import { expect, test } from 'vitest';
import { matches } from '../../src/domain/governance/code-owners.ts';
import { FailureMode, fearedIn } from '../../src/domain/risk/failure-mode.ts';

const stampede = FailureMode.parse({
  name: 'Cold carts',
  services: ['shop'],
  paths: ['src/cart/', '*.sql'],
  alerts: ['CartLatency'],
  says: 'After a restart every cart is read from the database at once.',
  mitigations: [{ label: 'Roll back', run: '/rollback shop in production' }],
});
const always = FailureMode.parse({
  name: 'Slow start',
  services: ['shop', 'search'],
  says: 'Wait.',
});

test.each([
  [
    'a file of it changes',
    { service: 'shop', paths: ['README.md', 'src/cart/sum.ts'] },
    [
      ['Cold carts', 'paths', ['src/cart/sum.ts']],
      ['Slow start', 'service', []],
    ],
  ],
  ['another file', { service: 'shop', paths: ['README.md'] }, [['Slow start', 'service', []]]],
  [
    'nobody knows which',
    { service: 'shop', paths: null },
    [
      ['Cold carts', 'unknown', []],
      ['Slow start', 'service', []],
    ],
  ],
  [
    'another service',
    { service: 'search', paths: ['src/cart/sum.ts'] },
    [['Slow start', 'service', []]],
  ],
  ['nobody it is known of', { service: 'checkout', paths: null }, []],
] as const)('what is known to go wrong: %s', (_, change, expected) => {
  const found = fearedIn([stampede, always], change, matches);
  expect(found.map(({ mode, because, paths }) => [mode.name, because, paths])).toEqual(expected);
});

test('a mitigation is a line of ours and nothing else', () => {
  const run = 'rm -rf /';
  const parsed = FailureMode.safeParse({ ...always, mitigations: [{ label: 'x', run }] });
  expect(parsed.error?.issues[0]?.message).toMatch(/must be a line such as/);
});
