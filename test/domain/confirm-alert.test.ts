import { describe, expect, test } from 'vitest';
import { createRandom } from '../../bench/judge/random.ts';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { confirms, mayUndo } from '../../src/domain/deployment/confirm.ts';
import type { Deployment } from '../../src/domain/deployment/deployment.ts';
import type { Alert } from '../../src/domain/incident/alert.ts';
import { AlertRule, AlertSource, confirmOf } from '../../src/domain/incident/source.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import { unconfirmed } from '../../src/domain/rulebook/unconfirmed.ts';
import type { Counters } from '../../src/domain/verdict/counters.ts';
import { Criteria } from '../../src/domain/verdict/criteria.ts';
import { deployment, NOON, running } from './sample.ts';

const criteria = Criteria.parse({ maxErrorRate: 0.01, maxP99Ratio: 2 });
const rule = { name: 'back-on-errors', when: { alertname: 'HighErrorRate' }, do: 'rollback' };

/** So many requests, of which so many failed, and so many took more than 200 ms and less than 1 s. */
function served(requests: number, errors = 0, slow = 0): Counters {
  return {
    requests,
    errors,
    buckets: [
      [100, requests - slow],
      [200, requests - slow],
      [1_000, requests],
      [null, requests],
    ],
  };
}

describe('7.2 what our own measurement confirms', () => {
  const of = '1.1.0 in the last 5 minutes';
  const ask = (canary: Counters, baseline = served(5_000), more: object = {}) =>
    confirms({ canary, baseline }, of, { ...criteria, ...more }, { minRequests: 100 });

  test.each<[string, string | null, Counters, Counters?, object?]>([
    ['nothing', null, served(0)],
    ['all failed, of too few', null, served(99, 99)],
    ['as many errors as are allowed', null, served(1_000, 10)],
    ['a few more, as chance has it', null, served(100, 5)],
    [
      'clearly more',
      '7 of 100 requests to 1.1.0 in the last 5 minutes failed (7.00 %; the limit is 1.00 %)',
      served(100, 7),
    ],
    [
      'every one',
      '500 of 500 requests to 1.1.0 in the last 5 minutes failed (100.00 %; the limit is 1.00 %)',
      served(500, 500),
    ],
    ['every one, where that is allowed', null, served(500, 500), served(0), { maxErrorRate: 1 }],
    ['nothing slower', null, served(1_000, 0, 10)],
    [
      'slower than twice as slow',
      '80 of 1000 requests to 1.1.0 in the last 5 minutes took longer than 198 ms (8.00 %; one in 100 may)',
      served(1_000, 0, 80),
    ],
    ['slower, with nothing to compare', null, served(1_000, 0, 80), served(10)],
    [
      'slower than it may ever be',
      '80 of 1000 requests to 1.1.0 in the last 5 minutes took longer than 150 ms (8.00 %; one in 100 may)',
      served(1_000, 0, 80),
      served(10),
      { maxP99Ms: 150 },
    ],
    [
      'beyond what the histogram tells',
      null,
      served(1_000, 0, 80),
      served(10),
      { maxP99Ms: 5_000 },
    ],
  ])('%s', (_, why, canary, baseline, more) => {
    expect(ask(canary, baseline, more)).toBe(why);
  });

  test('chance confirms less than one look in a thousand at a version just at its limit', () => {
    const random = createRandom(7);
    let confirmed = 0;
    for (let look = 0; look < 20_000; look += 1) {
      const requests = 100 + Math.floor(900 * random.uniform());
      const errors = random.binomial(requests, criteria.maxErrorRate);
      if (ask(served(requests, errors)) !== null) confirmed += 1;
    }
    expect(confirmed).toBeGreaterThan(0); // or the bound would not be one that can be met
    expect(confirmed).toBeLessThanOrEqual(20);
  });
});

describe('7.2 which deployment a rule may undo', () => {
  const alert = { startedAt: plus(NOON, 60_000) } as Alert;
  const exposed = running(3, { exposedAt: NOON });
  const ended: Partial<Deployment> = { status: 'succeeded', finishedAt: NOON };
  const word = { what: 'resumed', by: 'ana', at: NOON + 90_000 };

  test.each<[boolean, string, Deployment, object?]>([
    [true, 'running, and met before the alert', exposed],
    [true, 'over since less than an hour', deployment({ ...exposed, ...ended })],
    [false, 'over for longer', deployment({ ...exposed, ...ended, finishedAt: plus(NOON, -4e6) })],
    [false, 'met by nobody', running(2, { exposedAt: null })],
    [false, 'met after the alert had begun', { ...exposed, exposedAt: plus(NOON, 61_000) }],
    [false, 'a rollback', { ...exposed, kind: 'rollback' }],
    [false, 'the first of all', { ...exposed, previous: null }],
    [false, 'returned from already', { ...exposed, rolledBackBy: 'D-9' }],
    [false, 'what is to end the incident', { ...exposed, fixes: 'inc-3' }],
    [false, 'failed', { ...exposed, status: 'failed' }],
    [false, 'resumed by a person since', exposed, word],
    [true, 'resumed by Fairway itself', exposed, { ...word, by: 'fairway' }],
    [true, 'resumed by a person before the alert', exposed, { ...word, at: NOON }],
  ])('%s: %s', (may, _, d, said) => {
    const words = said ? [said as typeof word] : [];
    const confirm = confirmOf(AlertRule.parse(rule));
    expect(mayUndo(d, { alert, incident: 'INC-3' }, confirm, words, plus(NOON, 120_000))).toBe(may);
  });
});

describe('7.2 the rule as it is written', () => {
  test('a pause that would be measured is refused, where it stands', () => {
    const wrong = AlertRule.safeParse({ ...rule, do: 'pause', confirm: { over: '1m' } });
    expect(wrong.error?.issues).toMatchObject([{ path: ['confirm'] }]);
    expect(confirmOf(AlertRule.parse({ ...rule, confirm: { over: '1m' } }))).toEqual({
      ...{ over: 60_000, minRequests: 100, within: 3_600_000 },
    });
  });

  test('where nothing measures, `fairway check` says that it only holds', () => {
    const source = AlertSource.parse({
      ...{ name: 'prometheus', kind: 'alertmanager', secrets: ['env:A'], rules: [rule] },
    });
    const catalog = {
      environments: [{ name: 'production', aliases: [], provider: 'command' }],
      services: [
        { name: 'shop', environments: { production: { target: {} } } },
        { name: 'search', environments: { production: { target: {} } } },
      ],
      alerts: [source],
    } as unknown as Catalog;
    const at = (measured: boolean) => () => ({ slots: null, weights: true, measured }) as never;
    expect(unconfirmed(catalog, at(true))).toEqual([]);
    expect(unconfirmed(catalog, at(false))).toMatchObject([
      {
        about: 'alert source prometheus',
        what: expect.stringContaining(
          'rule back-on-errors never rolls back shop in production and 1 more',
        ),
      },
    ]);
    const only = { ...catalog, alerts: [{ ...source, services: ['search'] }] };
    expect(unconfirmed(only, at(false))[0]?.what).toMatch(/rolls back search in production:/);
    const pausing = { ...source, rules: [{ ...rule, do: 'pause' as const }] };
    expect(unconfirmed({ ...catalog, alerts: [pausing] }, at(false))).toEqual([]);
  });
});
