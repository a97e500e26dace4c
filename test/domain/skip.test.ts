import { expect, test } from 'vitest';
import { skip } from '../../src/domain/deployment/skip.ts';
import { NOON, running } from './sample.ts';

const said = { by: 'chen', because: 'hotfix', others: ['bo', 'chen'] };
const BAKING = 3;
const AT_100 = { rows: [{ table: 'deployment', row: { cursor: 4 } }] };

test('somebody else than who asked for it goes on to all traffic, and says why', () => {
  const evidence = { because: 'hotfix', from: BAKING, to: 4, percent: 50 };
  expect(skip(running(BAKING), said, NOON)).toMatchObject(AT_100);
  expect(JSON.stringify(skip(running(BAKING), said, NOON))).toContain(JSON.stringify(evidence));
});

test.each([null, '', '  '])('not without a reason: %j', (because) => {
  expect(skip(running(BAKING), { ...said, because }, NOON)).toMatchObject({
    code: 'no-reason',
    line: '/release skip D-7 because …',
  });
});

test.each([
  ['who else may', ['bo', 'chen'], /^Ask one of them: bo, chen\. Or wait for its verdict/],
  ['that nobody else may yet', [], /^Nobody else may steer there yet\. Wait for its verdict/],
])('who asked for what others approved does not; told %s', (_, others, fix) => {
  expect(skip(running(BAKING), { ...said, by: 'ana', others }, NOON)).toMatchObject({
    code: 'own-request',
    fix: expect.stringMatching(fix),
  });
});

test('where nobody had to approve it, who asked for it may', () => {
  const free = running(BAKING, { gates: [] });
  expect(skip(free, { ...said, by: 'ana' }, NOON)).toMatchObject(AT_100);
});
