import { describe, expect, test } from 'vitest';
import { faultsIn, load, ORGANISATION, SHOP, swap } from './sources.ts';

type Broken = readonly [from: string, to: string, ...expected: string[]];

/** One part of a file of services/ replaced by another, and everything that must be said about it. */
const service: readonly Broken[] = [
  [
    'kind: canary',
    'kind: canry',
    'services/1.yaml:6:23: "kind" must be rolling or blue-green or canary or by-need or as-in (did you mean "canary"?)',
  ],
  ['kind: canary, ', '', 'services/1.yaml:6:5: "kind" is missing'],
  [
    'weights: [10, 50]',
    'weights: [50, 10]',
    'services/1.yaml:6:40: "weights" must rise from step to step, such as [10, 50]',
  ],
  [
    'weights: [10, 50]',
    'weights: [10, 500]',
    'services/1.yaml:6:45: "weights[1]" must be at most 99',
  ],
  [
    'weights: [10, 50]',
    'weights: []',
    'services/1.yaml:6:40: "weights" must have at least 1 entry',
  ],
  [
    'weights: [10, 50]',
    'wieghts: [10, 50]',
    'services/1.yaml:6:31: unknown key "wieghts" (did you mean "weights"?)',
  ],
  [
    'weights: [10, 50]',
    'judge: 10',
    'services/1.yaml:6:38: "judge" must be a text, not the number 10: it must be a duration such as 10s, 5m or 1h30m',
  ],
  [
    'weights: [10, 50]',
    'judge: ten minutes',
    'services/1.yaml:6:38: "judge" must be a duration such as 10s, 5m or 1h30m',
  ],
  [
    'weights: [10, 50]',
    'rehearse: 5s',
    'services/1.yaml:6:31: unknown key "rehearse" (keys known here: kind, weights, judge, warmUp, bake, mode, inconclusive, requirePower)',
  ],
  ['service: shop\n', '', 'services/1.yaml:1:1: "service" is missing'],
  [
    'service: shop',
    'service: Shop',
    'services/1.yaml:1:10: "service" must be a name of small letters, digits, ".", "_" and "-" that begins with a letter',
  ],
  ['service: shop', 'service: shop\ntier: 9', 'services/1.yaml:2:7: "tier" must be at most 4'],
  [
    'service: shop',
    'service: shop\naliases: [shop]',
    'services/1.yaml:2:11: the service "shop" is already at services/1.yaml:1:10 (each name may stand for one thing)',
  ],
  [
    'service: shop',
    'service: shop\ntarget: { start: [run] }',
    'services/1.yaml:2:11: unknown key "start" (there are no keys known here)',
  ],
  [
    'service: shop',
    'service: shop\ntarget: run',
    'services/1.yaml:2:9: "target" must be a section with keys, not the text "run"',
  ],
  [
    'service: shop',
    'service: shop\ncriteria: { maxErrorRate: 2 }',
    'services/1.yaml:2:27: "maxErrorRate" must be at most 1',
  ],
  [
    'service: shop',
    'service: shop\ncriteria: { success: { baseline: yesterday } }',
    'services/1.yaml:2:34: "baseline" must be last week or before',
  ],
  [
    'service: shop',
    'service: shop\ncriteria: { success: { baseline: [before, now] } }',
    'services/1.yaml:2:43: "baseline[1]" must be last week or before',
  ],
  [
    'owners: [sre]',
    'owners: [sra]',
    'services/1.yaml:2:10: there is no group "sra" (did you mean "sre"?)',
  ],
  ['owners: [sre]', 'owners: []', 'services/1.yaml:2:9: "owners" must have at least 1 entry'],
  [
    'owners: [sre]',
    'owner: [sre]',
    'services/1.yaml:2:1: unknown key "owner" (did you mean "owners"?)',
  ],
  [
    '  staging:\n',
    '  stagging:\n',
    'services/1.yaml:4:3: there is no environment "stagging" (did you mean "staging"?)',
  ],
  [
    '  staging:\n',
    '  prod:\n',
    'services/1.yaml:4:3: there is no environment "prod" ("prod" is an alias: write "production")',
  ],
  [
    '  staging:\n',
    '  staging: yes\n',
    'services/1.yaml:4:12: "staging" must be a section with keys, not the text "yes"',
  ],
  [
    '  staging:\n',
    '  staging: *shop\n',
    'services/1.yaml:4:12: YAML: the alias *shop has no &shop before it (put a text with * in quotes)',
  ],
  [
    '  staging:\n',
    '  staging: { target: { strat: [run] } }\n',
    'services/1.yaml:4:24: unknown key "strat" (there are no keys known here)',
  ],
];

describe('a fault in a file of services/', () => {
  test.each(service)('%j → %j', async (from, to, ...expected) => {
    const loaded = await load(ORGANISATION, swap(SHOP, from, to));
    expect(faultsIn(loaded)).toEqual(expected);
  });
});
