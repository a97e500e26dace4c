import { expect, test } from 'vitest';
import { type Cause, causesOf } from '../../src/domain/incident/causes.ts';
import { NOON } from './sample.ts';

const returnedFrom = (id: string): string | null => (id === 'D-3' ? 'D-2' : null);
const link = (deployment: string, role: 'cause' | 'fix', by = 'ana') => {
  return { deployment, role, by, at: NOON };
};
const ended: Cause = { deployment: 'D-2', by: 'bo', how: 'ended by its rollback' };

test.each([
  ['nothing is said', [], null, []],
  ['linked as the cause', [link('D-2', 'cause')], null, [['D-2', 'ana', 'linked']]],
  ['only linked as the fix', [link('D-9', 'fix')], null, []],
  ['a rollback is the fix', [link('D-3', 'fix')], null, [['D-2', 'ana', 'linked']]],
  [
    'a cause, and the rollback of it: once',
    [link('D-2', 'cause'), link('D-3', 'fix', 'bo')],
    null,
    [['D-2', 'ana', 'linked']],
  ],
  ['it ended with the rollback', [], ended, [['D-2', 'bo', 'ended by its rollback']]],
  ['both: whoever said so first', [link('D-2', 'cause')], ended, [['D-2', 'ana', 'linked']]],
  [
    'two causes',
    [link('D-2', 'cause'), link('D-5', 'cause', 'bo')],
    null,
    [
      ['D-2', 'ana', 'linked'],
      ['D-5', 'bo', 'linked'],
    ],
  ],
] as const)('%s', (_, links, found, expected) => {
  const causes = causesOf({ links }, returnedFrom, found);
  expect(causes.map(({ deployment, by, how }) => [deployment, by, how])).toEqual(expected);
});
