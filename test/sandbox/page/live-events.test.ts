import { describe, expect, test } from 'vitest';
import { effectOf } from '../../../src/sandbox/slack/page/live-events.js';
import { workspace } from './fixture-workspace.ts';

const parent = { ts: '100.000100', user: 'U2', text: 'hello' };

const state = {
  workspace,
  me: 'U1',
  place: { kind: 'channel', id: 'C1' },
  messages: new Map([['C1', [parent]]]),
  unread: new Map(),
  homeUnread: false,
  threadTs: null,
  home: undefined,
  views: [],
  connection: 'live',
  drawerOpen: false,
} as const;

describe('a live event', () => {
  test('a message of the open channel is drawn and leaves no mark', () => {
    const message = { ts: '101.000100', user: 'U2', text: 'more' };
    const { patch, ask } = effectOf(state, { type: 'message', channel: 'C1', message });
    expect(patch.messages?.get('C1')).toEqual([parent, message]);
    expect(patch.unread).toBeUndefined();
    expect(ask).toEqual([]);
  });

  test('elsewhere it leaves a mark, and a number when it names me', () => {
    const plain = { ts: '101.000100', user: 'U2', text: 'more' };
    const naming = { ts: '102.000100', user: 'U2', text: '<@U1> look' };
    const first = effectOf(state, { type: 'message', channel: 'C2', message: plain });
    expect(first.patch.unread?.get('C2')).toEqual({ count: 1, mentions: 0 });
    const next = { ...state, ...first.patch };
    const second = effectOf(next, { type: 'message', channel: 'C2', message: naming });
    expect(second.patch.unread?.get('C2')).toEqual({ count: 2, mentions: 1 });
  });

  test('an edit is drawn and leaves no mark, wherever it is', () => {
    const message = { ...parent, text: 'edited' };
    const { patch } = effectOf(state, { type: 'changed', channel: 'C1', message });
    expect(patch.messages?.get('C1')).toEqual([message]);
    const elsewhere = effectOf(state, { type: 'changed', channel: 'C2', message });
    expect(elsewhere.patch.unread).toBeUndefined();
  });

  test('what is only visible to another person is not drawn', () => {
    const message = { ts: '101.000100', user: 'U9', text: 'psst', ephemeral_to: 'U2' };
    expect(effectOf(state, { type: 'message', channel: 'C1', message })).toEqual({
      patch: {},
      ask: [],
    });
  });

  test('a deleted message goes', () => {
    const { patch } = effectOf(state, { type: 'deleted', channel: 'C1', message: parent });
    expect(patch.messages?.get('C1')).toEqual([]);
  });

  test.each([
    [{ type: 'view', user: 'U1' }, ['views']],
    [{ type: 'view_closed', user: 'U1' }, ['views']],
    [{ type: 'view', user: 'U2' }, []],
    [{ type: 'channel' }, ['workspace']],
    [{ type: 'reset' }, ['everything']],
    [{ type: 'message', channel: 'C1' }, ['messages:C1']],
  ] as const)('%j asks for %j', (event, wanted) => {
    expect(effectOf(state, event).ask).toEqual(wanted);
  });

  test('a new Home is asked for when it is open, and marked when it is not', () => {
    expect(effectOf(state, { type: 'home', user: 'U1' }).patch.homeUnread).toBe(true);
    const open = { ...state, place: { kind: 'home' } } as const;
    expect(effectOf(open, { type: 'home', user: 'U1' }).ask).toEqual(['home']);
  });
});
