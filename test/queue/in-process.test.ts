import { expect, test } from 'vitest';
import { createInProcess } from '../../src/queue/in-process.ts';
import { listeningLog, remembering } from './runners.ts';

test('nothing runs until it is settled; then all does, in the order of ringing', async () => {
  const { done, runners } = remembering();
  const { bell, settle } = createInProcess(() => runners, listeningLog());
  await bell.ring('advance', 'D-1');
  await bell.ring('inbox', 'a');
  await bell.ring('advance', 'D-1');
  expect(done).toEqual([]);
  await settle();
  expect(done).toEqual(['advance D-1', 'inbox a']);
  await settle();
  expect(done).toHaveLength(2);
});

test('what rings while it runs is run too, the same id included', async () => {
  const { done, runners } = remembering(async (name, id) => {
    if (name === 'inbox') await bell.ring('advance', 'D-1');
    if (name === 'advance' && done.length < 4) await bell.ring('advance', id);
  });
  const { bell, settle } = createInProcess(() => runners, listeningLog());
  await bell.ring('inbox', 'a');
  await settle();
  expect(done).toEqual(['inbox a', 'advance D-1', 'advance D-1', 'advance D-1']);
});

test('a runner that throws is logged and the rest goes on', async () => {
  const log = listeningLog();
  const { done, runners } = remembering(async (_name, id) => {
    if (id === 'bad') throw new Error('no');
  });
  const { bell, settle } = createInProcess(() => runners, log);
  await bell.ring('deliver', 'bad');
  await bell.ring('deliver', 'good');
  await settle();
  expect(done).toEqual(['deliver bad', 'deliver good']);
  expect(log.lines).toEqual(['job failed, left to the sweep']);
});

test('two who settle at once wait for the same', async () => {
  const { done, runners } = remembering();
  const { bell, settle } = createInProcess(() => runners, listeningLog());
  await bell.ring('advance', 'D-1');
  await Promise.all([settle(), settle()]);
  expect(done).toEqual(['advance D-1']);
});

test('what never becomes quiet is an error, not a hang', async () => {
  const { runners } = remembering(async (name, id) => bell.ring(name, id));
  const { bell, settle } = createInProcess(() => runners, listeningLog());
  await bell.ring('advance', 'D-1');
  await expect(settle()).rejects.toThrow(/does not settle.*advance D-1/);
});
