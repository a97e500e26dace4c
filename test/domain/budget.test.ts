import { describe, expect, test } from 'vitest';
import { rule, ruleAll } from '../../src/domain/gates/index.ts';
import type { Approval } from '../../src/domain/governance/approval.ts';
import type { Subject } from '../../src/domain/kernel/subject.ts';
import { type Instant, instant, plus } from '../../src/domain/kernel/time.ts';
import { unwatched } from '../../src/domain/rulebook/unwatched.ts';
import { type Budget, budgetOf, sayBudget } from '../../src/domain/verdict/budget.ts';
import { Objective } from '../../src/domain/verdict/objective.ts';
import { budget as fact } from '../../src/facts/budget.ts';
import { NOON } from './sample.ts';

const DAY = 86_400_000;
const objective = Objective.parse({ target: 0.999 });
const today = NOON - (NOON % DAY);
const daysAgo = (n: number): number => today - n * DAY;
const long = instant(NOON - 60 * DAY);

describe('6.1 how much of the budget is spent', () => {
  test.each<[string, [number, number, number][], Instant, number]>([
    ['nothing failed', [[daysAgo(1), 1_000_000, 0]], long, 0],
    ['half of it', [[daysAgo(1), 1_000_000, 500]], long, 0.5],
    [
      'all of it',
      [
        [daysAgo(1), 500_000, 500],
        [today, 500_000, 500],
      ],
      long,
      1,
    ],
    [
      'what left the period counts no more',
      [
        [daysAgo(31), 1_000_000, 9_000],
        [today, 1_000_000, 100],
      ],
      long,
      0.1,
    ],
    ['too few requests conclude nothing', [[today, 99, 99]], long, 0],
    [
      'a day known of thirty goes on like that',
      [[today, 1_000_000, 3_000]],
      instant(NOON - DAY),
      0.1,
    ],
  ])('%s', (_, days, since, share) => {
    expect(budgetOf(days, since, objective, NOON).share).toBeCloseTo(share, 6);
  });

  test('it says from when there is some again, if nothing fails until then', () => {
    const days: [number, number, number][] = [
      [daysAgo(20), 400_000, 700],
      [daysAgo(3), 400_000, 200],
      [daysAgo(1), 200_000, 700],
    ];
    const left = budgetOf(days, long, objective, NOON);
    expect(left.until).toBe(daysAgo(19) + 30 * DAY);
    expect(sayBudget(left)).toBe(
      'availability 99.9 %: 160 % of the error budget of 30 days is spent (1,600 of 1,000,000 requests failed)',
    );
  });
});

describe('6.1 the gate of a spent budget', () => {
  const about: Subject = {
    id: 'D-7',
    service: 'shop',
    environment: 'production',
    version: '1.1.0',
    digest: 'sha256:b',
    planDigest: 'f'.repeat(64),
    requestedBy: 'eli',
  };
  const yes = (by: string): Approval => ({
    by,
    at: NOON,
    planDigest: about.planDigest,
    groups: [],
  });
  const gone = budgetOf([[today, 1_000_000, 2_000]], long, objective, NOON);
  const config = { kind: 'budget', owners: ['shop-owners'] } as const;
  const said = (budget: Budget | null, more: Partial<Subject>, approvals: readonly Approval[]) => {
    const { ruling } = rule(config, { budget, approvals }, { ...about, ...more }, NOON);
    return ruling.verdict === 'pass' ? 'pass' : ruling.code;
  };
  test.each<[string, Budget | null, Partial<Subject>, readonly Approval[], string]>([
    ['nothing is promised', null, {}, [], 'pass'],
    ['some is left', { ...gone, share: 0.99 }, {}, [], 'pass'],
    ['spent', gone, {}, [], 'budget-spent'],
    ['spent, approved, and no fix', gone, {}, [yes('bo')], 'budget-spent'],
    ['a fix nobody approved', gone, { fixes: 'INC-42' }, [], 'second-person'],
    ['a fix whose own yes is no second', gone, { fixes: 'INC-42' }, [yes('eli')], 'second-person'],
    ['a fix that a second person approved', gone, { fixes: 'INC-42' }, [yes('bo')], 'pass'],
  ])('%s', (_, left, more, approvals, expected) => {
    expect(said(left, more, approvals)).toBe(expected);
  });

  test('break-glass lifts it, also where nothing is known, and an unknown budget holds', () => {
    const unknown = { budget: { unknown: 'last measured 25 minutes ago' }, approvals: [] };
    const ask = (brokenUntil: Instant | null) =>
      ruleAll([config], unknown, { ...about, ...(brokenUntil ? { brokenUntil } : {}) }, NOON)[0]
        ?.ruling;
    expect(ask(null)).toMatchObject({ verdict: 'wait', code: 'unknown' });
    expect(ask(plus(NOON, 60_000))).toMatchObject({ verdict: 'pass' });
  });
});

describe('6.1 the fact of a budget', () => {
  const service = {
    name: 'shop',
    aliases: [],
    owners: [],
    environments: { production: { objectives: [objective] } },
  };
  const read = (seen: unknown, own: unknown = service) =>
    fact.read(
      { records: { burn: async () => seen }, catalog: () => ({ services: [own] }) } as never,
      { service: 'shop', environment: 'production' } as never,
      NOON,
    );
  const seen = (readAt: number) => ({ readAt, since: long, days: [[today, 1_000_000, 2_000]] });

  test('known from the watcher, unknown where it never looked or not for long', async () => {
    expect(await read(seen(NOON - 9 * 60_000))).toMatchObject({ share: 2 });
    await expect(read(null)).rejects.toThrow('nothing has been measured of availability yet');
    await expect(read(seen(NOON - 25 * 60_000))).rejects.toThrow('last measured 25 minutes ago');
  });

  test('whoever leaves what is spent open is never asked', async () => {
    const open = { ...objective, whenSpent: 'open' };
    const own = { ...service, environments: { production: { objectives: [open] } } };
    expect(await read(null, own)).toBeNull();
  });
});

test('6.1 an objective that nothing measures is found before it closes anything', () => {
  const catalog = (signals?: object) =>
    ({
      environments: [{ name: 'production', aliases: [], provider: 'command', signals }],
      services: [
        { name: 'shop', environments: { production: { objectives: [objective], target: {} } } },
      ],
    }) as never;
  const at = (measured: boolean) => () => ({ slots: 2, weights: true, measured });
  expect(unwatched(catalog(), at(true))).toEqual([]);
  expect(unwatched(catalog({}), at(false))).toEqual([]);
  expect(unwatched(catalog(), at(false))).toMatchObject([
    {
      about: 'service shop',
      what: expect.stringMatching(
        /^its objective in production is never measured: command measures no/,
      ),
      example: expect.stringMatching(/waits for ever/),
    },
  ]);
});
