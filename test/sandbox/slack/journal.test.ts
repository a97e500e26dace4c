import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createLocalSlack } from '../../../src/sandbox/slack/index.ts';
import { ana, app, call, deploys, startSlack } from './fixture.ts';

function journalFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'local-slack-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'slack.jsonl');
}

async function fill(journal: string) {
  const { url, slack, clock } = await startSlack({ journal });
  const post = async (text: string) =>
    (await call(url, 'chat.postMessage', { channel: deploys, text })).body.ts;
  const first = await post('first');
  await call(url, 'chat.update', { channel: deploys, ts: first, text: 'edited' });
  const gone = await post('gone');
  await call(url, 'chat.delete', { channel: deploys, ts: gone });
  await call(url, 'chat.postEphemeral', { channel: deploys, user: ana, text: 'private' });
  await call(url, 'views.publish', {
    user_id: ana,
    view: { type: 'home', blocks: [{ type: 'divider' }] },
  });
  slack.faults({ channels: { general: { is_archived: true } } });
  return { slack, clock };
}

test('messages, homes and channels are there after a process that was never closed', async () => {
  const journal = journalFile();
  const { slack, clock } = await fill(journal);
  // A second one on the same file, as after kill -9 of the first: nothing was flushed or closed.
  const next = createLocalSlack({ app, deliver: {}, journal, clock });
  expect(next.messages(deploys)).toMatchObject([{ text: 'edited' }]);
  expect(next.messages(deploys)).toEqual(
    slack.messages(deploys).filter((one) => !one.ephemeral_to),
  );
  expect(next.home(ana)).toEqual(slack.home(ana));
  expect(next.state().channels.find((one) => one.name === 'general')?.is_archived).toBe(true);
});

test('a later message has a later ts though the clock went back', async () => {
  const journal = journalFile();
  const { slack } = await fill(journal);
  const clock = { now: () => 1_000_000, setTimer: () => () => {} };
  const next = createLocalSlack({ app, deliver: {}, journal, clock });
  const said = next.message({ user: ana, channel: deploys, text: 'after' });
  const last = Number(
    slack
      .messages(deploys)
      .filter((one) => !one.ephemeral_to)
      .at(-1)?.ts,
  );
  expect(Number(said.ok ? said['ts'] : 0)).toBeGreaterThan(last);
});

test('a torn last line is forgotten, and what comes after it is kept', async () => {
  const journal = journalFile();
  const { clock } = await fill(journal);
  appendFileSync(journal, '{"kind":"message","channel":"C0DEP');
  const second = createLocalSlack({ app, deliver: {}, journal, clock });
  second.message({ user: ana, channel: deploys, text: 'more' });
  const third = createLocalSlack({ app, deliver: {}, journal, clock });
  expect(third.messages(deploys).map((one) => one.text)).toEqual(['edited', 'more']);
});

test('a line damaged in the middle is no torn write: it says so and what to do', async () => {
  const journal = journalFile();
  await fill(journal);
  const lines = readFileSync(journal, 'utf8').split('\n');
  writeFileSync(journal, [lines[0], '{"kind":', ...lines.slice(1)].join('\n'));
  expect(() => createLocalSlack({ app, deliver: {}, journal })).toThrow(
    /Line 2 .*damaged.*npm run reset/,
  );
});
