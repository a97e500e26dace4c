import { describe, expect, test } from 'vitest';
import { calibrate, wilson } from '../../src/domain/risk/calibration.ts';
import { assess, RiskRule, type Traits } from '../../src/domain/risk/risk.ts';

const DAY = 86_400_000;
const rule = RiskRule.parse({});

/** A small change of a service of no importance with a long good record. */
const calm: Traits = {
  tier: 4,
  first: false,
  files: 3,
  delicateFiles: 0,
  commits: 2,
  recent: { tried: 20, failed: 0 },
  restedMs: DAY,
};
const pointsOf = (patch: Partial<Traits>) =>
  Object.fromEntries(
    assess({ ...calm, ...patch }, rule).factors.map(({ name, points }) => [name, points]),
  );

describe('the score of a deployment', () => {
  test.each([
    ['hardly anything', {}, { record: 1 }],
    ['tier 1', { tier: 1 }, { tier: 20, record: 1 }],
    ['tier 3', { tier: 3 }, { tier: 3, record: 1 }],
    [
      'a first deployment',
      { first: true, recent: { tried: 0, failed: 0 }, restedMs: null },
      { first: 20 },
    ],
    ['no record', { recent: { tried: 0, failed: 0 } }, { record: 15 }],
    ['one good one', { recent: { tried: 1, failed: 0 } }, { record: 10 }],
    ['half of ten failed', { recent: { tried: 10, failed: 5 } }, { record: 15 }],
    ['all of twenty failed', { recent: { tried: 20, failed: 20 } }, { record: 29 }],
    ['ten files', { files: 10 }, { record: 1 }],
    ['twenty files', { files: 20 }, { size: 4, record: 1 }],
    ['160 files', { files: 160 }, { size: 16, record: 1 }],
    ['no end of files', { files: 100_000 }, { size: 20, record: 1 }],
    ['unknown files', { files: null }, { size: 15, record: 1 }],
    ['a delicate file', { delicateFiles: 1 }, { delicate: 15, record: 1 }],
    ['23 commits', { commits: 23 }, { commits: 4, record: 1 }],
    ['a thousand commits', { commits: 1_000 }, { commits: 10, record: 1 }],
    ['29 days of rest', { restedMs: 30 * DAY - 1 }, { record: 1 }],
    ['30 days of rest', { restedMs: 30 * DAY }, { rest: 10, record: 1 }],
  ] as const)('%s', (_, patch, expected) => {
    expect(pointsOf(patch)).toEqual(expected);
  });

  test('is the sum, at most 100, with the weightiest factor first and in words', () => {
    const worst = { tier: 1, first: true, files: 1_000, delicateFiles: 2, commits: 99 };
    const found = assess(
      { ...calm, ...worst, recent: { tried: 4, failed: 4 }, restedMs: 400 * DAY },
      rule,
    );
    expect(found).toMatchObject({ score: 100, level: 'high' });
    expect(found.factors.map(({ says }) => says)).toEqual([
      '4 of the last 4 failed',
      'tier 1',
      'its first deployment there',
      '1000 files changed',
      '2 delicate files',
      '99 commits at once',
      'nothing deployed for 400 days',
    ]);
  });

  test.each([
    [{ medium: 1, high: 2 }, 'low'],
    [{ medium: 1, high: 100 }, 'medium'],
    [{ medium: 20, high: 21 }, 'high'],
  ] as const)('its level is by the configured points: %o', (points, _level) => {
    const of = (traits: Partial<Traits>) =>
      assess({ ...calm, ...traits }, RiskRule.parse(points)).level;
    expect(of({ recent: { tried: 20, failed: 0 } })).toBe(points.medium <= 1 ? 'medium' : 'low');
    expect(of({ tier: 1 })).toBe(points.high <= 21 ? 'high' : 'medium');
  });
});

describe('how far fears came true', () => {
  const said = (score: number, failed: boolean, level: 'low' | 'medium' | 'high' = 'low') => ({
    score,
    level,
    failed,
  });

  test('the Brier score is the mean squared error of the forecasts, beside that of the base rate', () => {
    const found = calibrate([
      said(10, false),
      said(30, false),
      said(80, true, 'high'),
      said(20, true),
    ]);
    // (0.01 + 0.09 + 0.04 + 0.64) / 4, and 0.5² for always saying one half
    expect(found?.brier).toBeCloseTo(0.195, 10);
    expect(found?.baseline).toBeCloseTo(0.25, 10);
    expect(found?.levels).toMatchObject([
      { level: 'low', tried: 3, failed: 1 },
      { level: 'medium', tried: 0, failed: 0, low: 0, high: 1 },
      { level: 'high', tried: 1, failed: 1 },
    ]);
  });

  test('of nothing it says nothing', () => {
    expect(calibrate([])).toBeNull();
  });

  // Newcombe, R. G. (1998), Statistics in Medicine 17: 857–872, table I, method 3.
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('Wilson’s interval of %i of %i', (k, n, low, high) => {
    expect(wilson(k, n).low).toBeCloseTo(low, 4);
    expect(wilson(k, n).high).toBeCloseTo(high, 4);
  });
});
