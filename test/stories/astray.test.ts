import { beforeAll, describe, expect, test } from 'vitest';
import { useStory } from './harness.ts';

/** A look that was interrupted is made again, and what it says goes out. */
const TURN = '20s';
const production = { service: 'shop', environment: 'production' };

describe('5.2 a proxy forgets its weights while a canary stands still', () => {
  const story = useStory();
  const serving = (): readonly string[] =>
    story.world.live(production).map(({ version, percent }) => `${version} ${percent} %`);
  const card = () => story.message(/^shop 1\.1\.0 to production/);
  const said = () =>
    story.thread(card()).filter((text) => /^D-\d+: .* of the traffic instead/.test(text));
  const id = async () => (await story.fairway.records.deployments({ limit: 1 }))[0]?.id ?? 'none';
  const SET = (share: number) =>
    expect.stringMatching(`: 1\\.1\\.0 had 0 % of the traffic instead of ${share} %: set again$`);

  beforeAll(async () => {
    story.world.steady(production, 40);
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('30s');
    await story.types('ana', '/deploy shop@1.1.0 to production');
    await story.presses('ana', 'start');
    await story.after('3s');
    await story.presses('bo', 'approve');
    await story.after('17s');
    await story.presses('bo', 'pause');
    await story.after('4s');
  });

  test('paused: they are set again while it is held, and its thread says so once', async () => {
    expect(serving()).toEqual(['1.0.0 60 %', '1.1.0 40 %']);
    story.world.forget(production);
    expect(serving()).toEqual(['1.0.0 100 %', '1.1.0 0 %']);
    await story.later('15s');
    await story.after(TURN);
    expect(serving()).toEqual(['1.0.0 60 %', '1.1.0 40 %']);
    await story.later('10m');
    await story.after(TURN);
    expect(said()).toEqual([SET(40)]);
    expect(card().text).toMatch(/canary 40 %, judging, held by bo/);
  });

  test('weights that somebody set by hand stay, and are told, until it goes on', async () => {
    story.world.reweigh(production, '1.1.0', 5);
    await story.later('10m');
    await story.after(TURN);
    expect(serving()).toEqual(['1.0.0 95 %', '1.1.0 5 %']);
    expect(said().slice(1)).toEqual([
      `${await id()}: 1.1.0 has 5 % of the traffic instead of 40 %, and no deployment put it there: left as it is until ${await id()} goes on`,
    ]);
    await story.presses('bo', 'resume');
    await story.after('5s');
    expect(serving()).toEqual(['1.0.0 60 %', '1.1.0 40 %']);
  });

  test('waiting for a lock before its next step: the same', async () => {
    await story.types('dana', '/release lock shop in production database move');
    await story.after('1m');
    expect(card().text).toMatch(/dana locked shop in production: database move/);
    story.world.forget(production);
    await story.later('15s');
    await story.after(TURN);
    expect(serving()).toEqual(['1.0.0 60 %', '1.1.0 40 %']);
    expect(said().slice(2)).toEqual([SET(40)]);
  });

  test('what cannot be set again is told to the owners', async () => {
    const answer = { kind: 'failed', why: 'the proxy takes no weights', retryable: false } as const;
    story.world.forget(production);
    story.world.fault({ call: 'shift', kind: 'answer', answer, times: 2 });
    await story.later('15s');
    await story.after(TURN);
    const told = story.message(/that could not be set again: the proxy takes no weights/);
    expect(told.text).toMatch(/^chen: .* abort D-\d+ to return to 1\.0\.0/);
    await story.later('30s');
    await story.after(TURN);
    expect(said().at(-1)).toEqual(SET(40));
  });

  test('rolled back, it goes back and stays there, whatever the proxy forgets', async () => {
    story.world.forget(production);
    await story.types('bo', `/release abort ${await id()}`);
    await story.after('30s');
    expect(serving()[0]).toBe('1.0.0 100 %');
    expect(story.message(/^shop 1\.1\.0 to production/).text).toMatch(/aborted by bo/);
  });
});
