import { describe, expect, test } from 'vitest';
import { commandOf, completionAt } from '../../../src/sandbox/slack/page/completion.js';
import { intentOf } from '../../../src/sandbox/slack/page/composer-intent.js';
import { encodeMessage } from '../../../src/sandbox/slack/page/outgoing.js';
import { workspace } from './fixture-workspace.ts';

const { commands, users, channels } = workspace;
const sources = { commands, people: users };

function labels(text: string, caret = text.length): readonly string[] {
  return completionAt(text, caret, sources)?.offers.map((offer) => offer.label) ?? [];
}

describe('completion', () => {
  test.each([
    ['/', ['/deploy', '/rollback', '/release']],
    ['/r', ['/rollback', '/release']],
    ['/DEP', ['/deploy']],
    ['/x', []],
    ['/deploy ', []],
    ['hi /', []],
    ['hello', []],
    ['ask @b', ['@ben']],
    ['@okafor', ['@ben']],
    ['mail@b', []],
  ])('%s', (text, wanted) => {
    expect(labels(text)).toEqual(wanted);
  });

  test('it looks at what is before the caret and says what it would replace', () => {
    expect(labels('/re and more', 3)).toEqual(['/release']);
    expect(completionAt('ping @fai', 9, sources)).toMatchObject({
      from: 5,
      offers: [{ insert: '@fairway ' }],
    });
  });

  test('a thread offers no commands', () => {
    expect(completionAt('/', 1, { ...sources, commands: [] })).toBeNull();
  });

  test('the command being typed is known', () => {
    expect(commandOf('/deploy shop@1.1.0', commands)?.description).toBe('Ask for a deployment');
    expect(commandOf('/deplo', commands)).toBeUndefined();
    expect(commandOf('say /deploy', commands)).toBeUndefined();
  });
});

describe('what sending means', () => {
  const channel = { commands, inThread: false, appName: 'Fairway' };

  test.each([
    ['  ', { kind: 'nothing' }],
    ['hello\nworld ', { kind: 'message', text: 'hello\nworld' }],
    [
      '/Deploy shop@1.1.0 to prod “now”',
      { kind: 'command', command: '/deploy', text: 'shop@1.1.0 to prod “now”' },
    ],
    ['/release', { kind: 'command', command: '/release', text: '' }],
    [' /release', { kind: 'message', text: '/release' }],
    ['/ nothing', { kind: 'message', text: '/ nothing' }],
  ])('%j', (typed, wanted) => {
    expect(intentOf(typed, channel)).toEqual(wanted);
  });

  test('an unknown command is refused with the nearest one', () => {
    const refused = intentOf('/deplyo shop', channel);
    expect(refused).toMatchObject({ kind: 'refused' });
    expect(refused).toHaveProperty('why', expect.stringContaining('Did you mean /deploy?'));
  });

  test('a thread says how to ask there', () => {
    const refused = intentOf('/release pause D-2041', { ...channel, inThread: true });
    expect(refused).toHaveProperty('why', expect.stringContaining('“@fairway pause D-2041”'));
  });
});

test.each([
  ['@fairway pause', '<@U9> pause'],
  ['hi @Ben, see #deploys', 'hi <@U2>, see <#C1>'],
  ['mail@ben and @nobody', 'mail@ben and @nobody'],
  ['<!channel> & co', '&lt;!channel&gt; &amp; co'],
])('%s is sent as %s', (typed, wanted) => {
  expect(encodeMessage(typed, { people: users, channels })).toBe(wanted);
});
