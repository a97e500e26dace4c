import { expect, test } from 'vitest';
import { timesToApprove } from '../../src/domain/deployment/time-to-approve.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import { deployment, NOON, yesOf } from './sample.ts';

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
  expect(times).toEqual([
    { rule: 'two', met: 2, medianMs: 9 * MINUTE, slowMs: 30 * MINUTE, waiting: 2 },
    { rule: 'one', met: 3, medianMs: 2 * MINUTE, slowMs: 3 * MINUTE, waiting: 1 },
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
    { rule: 'production', met: 0, medianMs: 0, slowMs: 0, waiting: 0 },
  ]);
});
