import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Answer, answerTo } from '../../src/domain/flaky/answer.ts';
import { CLEAN_AFTER, flakinessOf, type OnCommit } from '../../src/domain/flaky/flaky-1.ts';
import { flakyTests } from '../../src/domain/flaky/known.ts';
import {
  begin,
  end,
  holds,
  type Quarantine,
  type QuarantineChange,
  tellOver,
} from '../../src/domain/flaky/quarantine.ts';
import { type Outcome, outcomesOf, TestReport } from '../../src/domain/flaky/report.ts';
import { isRefusal, type Refusal } from '../../src/domain/kernel/refusal.ts';
import { type Instant, plus } from '../../src/domain/kernel/time.ts';
import { NOON } from './sample.ts';

const DAY = 86_400_000;
const ago = (days: number): Instant => plus(NOON, -days * DAY);

/** `P3` passed there three days ago, `F` failed there now, `P3 F2` both. */
function on(commit: string, did: string): OnCommit {
  const at = (letter: string): Instant | null => {
    const [, days] = new RegExp(`${letter}(\\d*)`).exec(did) ?? [];
    return days === undefined ? null : ago(Number(days));
  };
  return { commit, passedAt: at('P'), failedAt: at('F') };
}

/** One commit for each, the first the oldest. */
function history(...dids: readonly string[]): readonly OnCommit[] {
  return dids.map((did, i) => on(`c${i}`, did));
}

const clean = (many: number, days: number) => Array.from({ length: many }, () => `P${days}`);

describe('3.7 which tests are flaky, flaky-1', () => {
  test.each([
    ['passed and failed on one commit', history('P F'), [1, 1, 0, true]],
    ['failed first, and passed when it was tried again', history('P1 F2'), [1, 1, 0, true]],
    ['passed, and failed in a later run of the same commit', history('P2 F1'), [1, 1, 0, true]],
    ['failed on one commit and passed on the next', history('F2', 'P1'), null],
    ['passed on one commit and failed on the next', history('P2', 'F1'), null],
    ['always failed', history('F3', 'F2', 'F1'), null],
    ['never failed', history('P3', 'P2'), null],
    ['was never told of', history(), null],
    ['flaky on one of three commits', history('F5', 'P4 F4', 'P3'), [1, 3, 1, true]],
    ['flaky 30 days ago, on the day', history('P30 F30'), [1, 1, 0, true]],
    ['flaky 31 days ago', history('P31 F31'), null],
    ['both on one commit, but never within 30 days', history('P1 F31'), null],
    ['what it did before 30 days is of no rate', history('F40', 'P1 F1', 'P0'), [1, 2, 1, true]],
    [
      'clean after a hundred commits on which it passed and did not fail',
      history('P5 F5', ...clean(CLEAN_AFTER, 4)),
      [1, CLEAN_AFTER + 1, CLEAN_AFTER, false],
    ],
    [
      'not yet clean after one fewer',
      history('P5 F5', ...clean(CLEAN_AFTER - 1, 4)),
      [1, CLEAN_AFTER, CLEAN_AFTER - 1, true],
    ],
    [
      'commits before it was flaky last make nothing clean',
      history(...clean(CLEAN_AFTER, 9), 'P5 F5'),
      [1, CLEAN_AFTER + 1, 0, true],
    ],
    [
      'a commit on which it only failed counts neither way',
      history('P5 F5', ...clean(CLEAN_AFTER - 1, 4), 'F3', 'F2'),
      [1, CLEAN_AFTER + 2, CLEAN_AFTER - 1, true],
    ],
    [
      'flaky once more begins anew',
      history('P9 F9', ...clean(CLEAN_AFTER, 8), 'P2 F2', 'P1'),
      [2, CLEAN_AFTER + 3, 1, true],
    ],
  ] as const)('%s', (_, commits, expected) => {
    const found = flakinessOf(commits, NOON);
    expect(found && [found.flakyOn, found.of, found.cleanOn, found.isFlaky]).toEqual(expected);
  });

  test('it is dated by when both were known, on the last commit of those', () => {
    const found = flakinessOf([on('b', 'P2 F9'), on('a', 'P5 F3'), on('c', 'P0')], NOON);
    expect(found).toMatchObject({ lastAt: ago(2), lastCommit: 'b', cleanOn: 1 });
  });

  test('whatever happens on other commits, a test is flaky only by one on which it did both', () => {
    const did = fc.constantFrom('P', 'F', 'P9', 'F9', 'P F', 'P9 F9', 'P1 F40', 'F40');
    fc.assert(
      fc.property(fc.array(did, { maxLength: 40 }), (dids) => {
        const found = flakinessOf(history(...dids), NOON);
        const both = dids.filter((one) => one === 'P F' || one === 'P9 F9').length;
        expect(found?.flakyOn ?? 0).toBe(both);
        expect(found?.isFlaky ?? false).toBe(both > 0);
      }),
    );
  });

  const [P, F, B] = ['P', 'F', 'PF'] as const;
  test.each([
    ['passed', [P], 'P', 'P'],
    ['failed', [F], 'F', 'F'],
    ['did both, as its report says itself', [B], 'PF', 'PF'],
    ['rows of a table that all passed', [P, P, P], 'P', 'P'],
    ['rows of a table of which one failed', [P, F, P], 'F', 'F'],
    ['failed, and passed', [F, P], 'F', 'PF'],
    ['failed twice, and passed', [F, F, P], 'F', 'PF'],
    ['failed each time', [F, F], 'F', 'F'],
    ['passed, and failed: nothing is tried again after it passed', [P, F], 'F', 'F'],
    ['failed, and passed twice: these are several', [F, P, P], 'F', 'F'],
    ['one of several did both', [P, B], 'PF', 'PF'],
  ] as const)('one name in a report, %s', (_, tries, plainly, retried) => {
    const told = (did: string): Outcome => ({
      ...{ test: 'a', passed: did.includes('P'), failed: did.includes('F') },
    });
    expect(outcomesOf(tries.map(told))).toEqual([told(plainly)]);
    expect(outcomesOf(tries.map(told), true)).toEqual([told(retried)]);
  });
});

const held = (more: Partial<Quarantine> = {}): Quarantine => ({
  ...{ service: 'shop', environment: '*', test: 'a', owner: { person: 'bo' }, by: 'bo' },
  ...{ because: 'slow clock', since: ago(1), until: plus(NOON, DAY), nth: 1, ended: null },
  ...{ tellAt: plus(NOON, DAY), revision: 0 },
  ...more,
});

describe('3.7 which failures count', () => {
  const flaky = history('P1 F1', 'P0');
  const answered = (
    outcome: Partial<Outcome>,
    commits: readonly OnCommit[] | null,
    quarantine: Quarantine | null,
  ): Answer => {
    const known = {
      commits: new Map(commits ? [['a', commits]] : []),
      quarantines: new Map(quarantine ? [['a', quarantine]] : []),
    };
    return answerTo([{ test: 'a', passed: false, failed: true, ...outcome }], known, NOON);
  };

  test.each([
    ['known to be flaky, and in quarantine', {}, flaky, held(), 'excused', /2 commits, quarant/],
    ['retried in the report as well', { passed: true }, flaky, held(), 'excused', /slow clock/],
    ['flaky, and in no quarantine', {}, flaky, null, 'flaky', /in no quarantine/],
    [
      'flaky, and its quarantine is over',
      {},
      flaky,
      held({ until: NOON }),
      'flaky',
      /its quarantine ended 2026-11-20T12:00:00Z \(bo had it\)/,
    ],
    [
      'flaky, and somebody ended its quarantine',
      {},
      flaky,
      held({ ended: { by: 'chen', at: NOON } }),
      'flaky',
      /chen ended its quarantine/,
    ],
    ['not known, though it passed on a retry', { passed: true }, null, null, 'flaky', /not known/],
    ['not known', {}, null, null, 'failed', /^not known to be flaky$/],
    ['in quarantine for nothing', {}, null, held(), 'failed', /no longer flaky/],
    ['failed on one commit, passed on others', {}, history('F2', 'P1'), held(), 'failed', /clean/],
  ] as const)('%s: %j', (_, outcome, commits, quarantine, ruling, says) => {
    const { failures } = answered(outcome, commits, quarantine);
    expect(failures).toEqual([
      expect.objectContaining({ test: 'a', ruling, says: expect.stringMatching(says) }),
    ]);
    const excused = ruling === 'excused';
    expect(failures.map(({ owner, until }) => [owner, until])).toEqual([
      excused ? ['bo', '2026-11-21T12:00:00Z'] : [null, null],
    ]);
  });

  test('what passed is not spoken of', () => {
    expect(answered({ passed: true, failed: false }, flaky, held())).toEqual({ failures: [] });
  });

  test('nothing but a known flaky test in quarantine is ever excused', () => {
    const did = fc.constantFrom('P', 'F', 'P F', 'P40 F40', 'F P40');
    const quarantine = fc.option(
      fc.record({ until: fc.integer({ min: -3, max: 3 }), ended: fc.boolean() }),
    );
    fc.assert(
      fc.property(fc.array(did), quarantine, fc.boolean(), (dids, q, passed) => {
        const until = plus(NOON, (q?.until ?? 0) * DAY);
        const row = q && held({ until, ended: q.ended ? { by: 'bo', at: NOON } : null });
        const [failure] = answered({ passed }, history(...dids), row).failures;
        const may = dids.includes('P F') && q !== null && q.until > 0 && !q.ended;
        expect(failure?.ruling === 'excused').toBe(may);
      }),
    );
  });
});

describe('3.7 quarantine', () => {
  const test1 = { service: 'shop', test: 'a' };
  const known = flakinessOf(history('P1 F1'), NOON);
  const wanted = {
    ...{ owner: { group: 'platform' }, by: 'ana', because: 'slow clock' },
    ...{ lastsMs: 14 * DAY, people: ['bo', 'ana'] },
  };
  const rowOf = (change: QuarantineChange | Refusal | null): Quarantine => {
    if (!change || isRefusal(change) || !change.rows[0]) throw new Error(JSON.stringify(change));
    return change.rows[0].row;
  };

  test('has an owner and an end, and says in the ledger why and by which numbers', () => {
    const begun = begin(null, test1, wanted, known, NOON);
    expect(begun).toMatchObject({
      rows: [{ row: { until: plus(NOON, 14 * DAY), nth: 1, revision: 0 } }],
      ledger: [
        {
          subject: 'tests:shop',
          what: 'quarantined',
          by: 'ana',
          evidence: {
            owner: 'platform',
            because: 'slow clock',
            definitions: 'flaky-1',
            flakyOn: 1,
          },
        },
      ],
      events: [{ type: 'quarantine', what: 'begun', tell: ['bo'] }],
    });
    expect(holds(rowOf(begun), NOON)).toBe(true);
    expect(holds(rowOf(begun), plus(NOON, 14 * DAY))).toBe(false);
    expect(rowOf(begin(rowOf(begun), test1, wanted, known, NOON))).toMatchObject({
      ...{ nth: 2, revision: 1 },
    });
  });

  test.each([
    ['not known', null, 1, 'not-flaky'],
    ['clean', flakinessOf(history('P5 F5', ...clean(CLEAN_AFTER, 4)), NOON), 1, 'not-flaky'],
    ['for too long', known, 31, 'bad-length'],
    ['for no time', known, 0, 'bad-length'],
  ] as const)('is refused: %s', (_, flakiness, days, code) => {
    const asked = { ...wanted, lastsMs: days * DAY };
    expect(begin(null, test1, asked, flakiness, NOON)).toMatchObject({ refused: true, code });
  });

  test('ends before its time by somebody’s word, once', () => {
    const ended = end(held(), test1, { by: 'bo', because: 'mended' }, NOON);
    expect(ended).toMatchObject({
      ledger: [{ what: 'quarantine-ended', by: 'bo', evidence: { because: 'mended' } }],
    });
    expect(holds(rowOf(ended), NOON)).toBe(false);
    expect(rowOf(ended).tellAt).toBeNull();
    for (const over of [null, rowOf(ended), held({ until: NOON })])
      expect(end(over, test1, { by: 'bo', because: null }, NOON)).toMatchObject({
        ...{ refused: true, code: 'no-quarantine' },
      });
  });

  test('tells that it is over once, and not before', () => {
    const over = plus(NOON, DAY);
    expect(tellOver(held(), ['bo'], plus(over, -1))).toBeNull();
    const told = tellOver(held(), ['bo'], over);
    expect(told).toMatchObject({
      ledger: [{ what: 'quarantine-over', by: 'fairway', evidence: { told: ['bo'] } }],
      events: [{ what: 'over', tell: ['bo'] }],
    });
    expect(tellOver(rowOf(told), ['bo'], plus(over, DAY))).toBeNull();
  });

  test('what is told of are the flaky ones, and behind them what is in quarantine for nothing', () => {
    const histories = [
      { test: 'b', commits: history('P1 F1') },
      { test: 'c', commits: history('P1', 'F0') },
    ];
    const quarantines = [held({ test: 'a' }), held({ test: 'd', until: NOON })];
    expect(flakyTests(histories, quarantines, NOON).map((one) => one.test)).toEqual(['b', 'a']);
  });
});

describe('a report as it is taken', () => {
  const report = (more: object) => ({
    service: 'shop',
    commit: 'a'.repeat(40),
    tests: [{ test: 'a', passed: true, failed: false }],
    ...more,
  });
  const one = (more: object) => ({
    tests: [{ test: 'a', passed: true, failed: false, ...more }],
  });

  test('is whole', () => {
    expect(TestReport.safeParse(report({})).success).toBe(true);
    expect(TestReport.safeParse(report({ commit: 'b'.repeat(64) })).success).toBe(true);
  });

  test.each([
    ['an abbreviated commit', { commit: 'a1b2c3d' }],
    ['a commit that is none', { commit: 'main' }],
    ['no test', { tests: [] }],
    [
      'more than are taken at once',
      { tests: Array.from({ length: 1_001 }, () => report({}).tests[0]) },
    ],
    ['a test without a name', one({ test: '' })],
    ['a name of several lines', one({ test: 'a\nb' })],
    ['a name that no database keeps', one({ test: 'a\u0000' })],
    ['half a character', one({ test: 'a\ud800' })],
    ['a name that is too long', one({ test: 'a'.repeat(301) })],
    ['one that did nothing', one({ passed: false })],
    ['more than is asked for', { by: 'ana' }],
  ])('not with %s', (_, more) => {
    expect(TestReport.safeParse(report(more)).success).toBe(false);
  });
});
