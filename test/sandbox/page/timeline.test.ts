import { describe, expect, test } from 'vitest';
import {
  channelMessages,
  channelRows,
  threadSummary,
  withMessage,
  withoutMessage,
} from '../../../src/sandbox/slack/page/timeline.js';

const noon = Date.UTC(2026, 10, 16, 12) / 1000;
const clock = { nowMs: noon * 1000, timeZone: 'UTC' };

function said(user: string, second: number, rest: object = {}) {
  return { ts: `${noon + second}.000100`, user, text: `${user} ${second}`, ...rest };
}

describe('the channel', () => {
  test('one author within five minutes shares a heading; another day starts a line', () => {
    const messages = [
      said('U1', -86_400),
      said('U1', 0),
      said('U1', 60),
      said('U1', 400),
      said('U2', 410),
    ];
    const rows = channelRows(messages, messages, clock).map((row) =>
      row.kind === 'day' ? row.label : row.compact,
    );
    expect(rows).toEqual(['Yesterday', false, 'Today', false, true, false, false]);
  });

  test('a private answer never shares a heading with a public message', () => {
    const messages = [said('U9', 0), said('U9', 1, { ephemeral_to: 'U1' })];
    const rows = channelRows(messages, messages, clock);
    expect(rows.map((row) => row.kind === 'message' && row.compact)).toEqual([false, false, false]);
  });

  test('replies stay in their thread unless they were also sent to the channel', () => {
    const parent = said('U1', 0);
    const quiet = said('U2', 1, { thread_ts: parent.ts });
    const loud = said('U9', 2, { thread_ts: parent.ts, reply_broadcast: true });
    expect(channelMessages([parent, quiet, loud])).toEqual([parent, loud]);
    expect(threadSummary([parent, quiet, loud], parent)).toEqual({
      count: 2,
      authors: ['U2', 'U9'],
      lastTs: loud.ts,
    });
  });

  test('a parent that carries its own ts as thread_ts is no reply', () => {
    const parent = said('U1', 0, { thread_ts: `${noon}.000100` });
    expect(channelMessages([parent])).toEqual([parent]);
    expect(threadSummary([parent], parent)).toBeNull();
  });
});

test('a message takes its place by time, and the place of its older self', () => {
  const first = said('U1', 0);
  const last = said('U1', 9);
  const middle = said('U2', 5);
  const edited = { ...middle, text: 'changed' };
  const list = withMessage(withMessage([first, last], middle), edited);
  expect(list).toEqual([first, edited, last]);
  expect(withoutMessage(list, middle.ts)).toEqual([first, last]);
});
