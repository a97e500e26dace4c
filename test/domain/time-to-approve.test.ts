import { expect, test } from 'vitest';
import { approve } from '../../src/domain/deployment/approve.ts';
import { timesToApprove, WAYS } from '../../src/domain/deployment/time-to-approve.ts';
import type { Approval, ApprovalSlot, CountedUnder } from '../../src/domain/governance/approval.ts';
import { isRefusal } from '../../src/domain/kernel/refusal.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import { actor, deployment, NOON, yesOf } from './sample.ts';

const MINUTE = 60_000;
const slot = (rule: string, quorum: number) => {
  return { rule, groups: ['sre'], people: ['bo', 'chen', 'dana'], quorum };
};

/** A request under a rule for one and one for two people, with approvals after so many minutes. */
function asked(...minutes: readonly number[]) {
  const people = ['bo', 'chen', 'dana'];
  return deployment({
    gates: [{ kind: 'approval', withdrawMs: 0, slots: [slot('one', 1), slot('two', 2)] }],
    approvals: minutes.map((n, i) => {
      const by = people[i] ?? '';
      return yesOf(by, ['one', 'two'], { at: plus(NOON, n * MINUTE) });
    }),
  });
}

test('3.4 from the request to the yes a rule needed last', () => {
  const times = timesToApprove([asked(1, 9), asked(2, 30), asked(3), asked()]);
  const two = { met: 2, medianMs: 9 * MINUTE, slowMs: 30 * MINUTE };
  const one = { met: 3, medianMs: 2 * MINUTE, slowMs: 3 * MINUTE };
  expect(times).toEqual([
    { rule: 'two', ...two, waiting: 2, ways: [{ way: 'member', ...two }], files: [] },
    { rule: 'one', ...one, waiting: 1, ways: [{ way: 'member', ...one }], files: [] },
  ]);
});

test('an approval for when all is green counts from then on', () => {
  const [d] = [asked(1)];
  const [a] = d.approvals;
  const approvals = a ? [{ ...a, whenGreen: true, greenAt: plus(NOON, 20 * MINUTE) }] : [];
  expect(timesToApprove([{ ...d, approvals }])).toMatchObject([
    { rule: 'one', medianMs: 1_200_000 },
    {},
  ]);
});

test('what ended unmet is neither slow nor waiting', () => {
  expect(timesToApprove([deployment({ status: 'cancelled' })])).toEqual([
    { rule: 'production', met: 0, medianMs: 0, slowMs: 0, waiting: 0, ways: [], files: [] },
  ]);
});

/** Met after so many minutes, by a yes of that right. */
function met(
  minutes: number,
  right: Partial<CountedUnder>,
  patch: Partial<Approval> = {},
  asks: Partial<ApprovalSlot> = {},
) {
  const escalate = [{ afterMs: 0, to: ['leads'], people: ['dana'] }];
  const yes = yesOf(right.as === 'member' || right.for ? 'bo' : 'dana', ['one'], {
    at: plus(NOON, minutes * MINUTE),
    ...patch,
  });
  const rules = (yes.rules ?? []).map((rule) => ({ ...rule, ...right }));
  return deployment({
    gates: [
      {
        kind: 'approval',
        withdrawMs: 0,
        slots: [{ ...slot('one', 1), escalate, ...asks }],
      },
    ],
    approvals: [{ ...yes, rules }],
  });
}

test('3.4 by the way it was decided: each request once, the slowest way first', () => {
  const ahead = { whenGreen: true, greenAt: plus(NOON, 90 * MINUTE) };
  const [one] = timesToApprove([
    met(5, { as: 'member' }),
    met(7, { as: 'member' }),
    met(8, { as: 'member', patterns: ['src/posting/'] }),
    met(9, { as: 'owner of files', groups: [] }, {}, { persons: ['dana'] }),
    met(40, { as: 'handed on' }),
    met(60, { as: 'on call', groups: [] }),
    met(20, { as: 'member', for: 'chen' }),
    // Ahead is told before whoever gave it: it took as long as the evidence did.
    met(1, { as: 'member', for: 'chen' }, ahead),
  ]);
  expect(one?.ways.map(({ way, met: n, medianMs }) => [way, n, medianMs / MINUTE])).toEqual([
    ['ahead', 1, 90],
    ['on call', 1, 60],
    ['handed on', 1, 40],
    ['for another', 1, 20],
    ['files', 2, 8],
    ['member', 2, 5],
  ]);
  expect(one?.ways.map(({ way }) => way).toSorted()).toEqual([...WAYS].toSorted());
  expect(one?.met).toBe(8);
});

test('the yes that met the rule says the way, not the ones before it', () => {
  const d = met(5, { as: 'member' }, {}, { quorum: 2 });
  const later = met(30, { as: 'on call', groups: [] }).approvals;
  const [two] = timesToApprove([{ ...d, approvals: [...later, ...d.approvals] }]);
  expect(two?.ways).toMatchObject([{ way: 'on call', met: 1, medianMs: 30 * MINUTE }]);
});

test('and by the pattern of the files that change, under each that it answered for', () => {
  const files = (minutes: number, ...patterns: string[]) =>
    met(minutes, { as: 'member', patterns });
  const ahead = { whenGreen: true, greenAt: plus(NOON, 90 * MINUTE) };
  const early = met(1, { as: 'member', patterns: ['*'] }, ahead);
  const [one] = timesToApprove([
    early,
    files(4, '*'),
    files(30, 'src/posting/', '*'),
    files(20, '*'),
  ]);
  expect(one?.files.map((at) => [at.pattern, at.met, at.medianMs / MINUTE])).toEqual([
    ['src/posting/', 1, 30],
    ['*', 3, 20],
  ]);
});

test('an approval keeps for which files it was asked', () => {
  const asked = { ...slot('files', 1), patterns: ['src/posting/'] };
  const slots = [asked, slot('others', 1)];
  const d = deployment({ gates: [{ kind: 'approval', withdrawMs: 0, slots }] });
  const change = approve(d, actor('bo'), { planDigest: null }, NOON);
  if (isRefusal(change)) throw new Error(change.what);
  const [given] = change.rows[0]?.row.approvals ?? [];
  expect(given?.rules?.map(({ rule, patterns }) => [rule, patterns])).toEqual([
    ['files', ['src/posting/']],
    ['others', undefined],
  ]);
  expect(change.ledger[0]?.evidence['rules']).toEqual(given?.rules);
});
