import { describe, expect, test } from 'vitest';
import { useStory } from './harness.ts';
import type { Message } from './stage.ts';

const production = { service: 'shop', environment: 'production' };

describe('in a deployment’s thread the deployment need not be named', () => {
  const story = useStory();
  const newest = async () => (await story.fairway.records.deployments({ limit: 1 }))[0];
  let card: Message;

  test('outside of one the id is asked for', async () => {
    story.world.steady(production, 40);
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('30s');
    await story.types('ana', '/deploy shop@1.1.0 to production');
    await story.presses('ana', 'start');
    await story.after('3s');
    card = story.message(/^ana asks to put shop 1\.1\.0 in production/);
    await story.mentions('bo', 'approve');
    expect(story.told('bo').text).toMatch(/The id is missing.*\/release help approve/);
  });

  test('why and status speak of it', async () => {
    await story.mentions('eli', 'why', card);
    expect(story.told('eli').text).toMatch(/^D-2 .*1 more approval from/);
    expect(story.told('eli').thread_ts).toBe(card.ts);
    await story.mentions('eli', 'status', card);
    expect(story.told('eli').text).toMatch(/^ana asks to put shop 1\.1\.0 in production/);
  });

  test('rights are those of who wrote it', async () => {
    await story.mentions('ana', 'approve', card);
    expect(story.told('ana').text).toMatch(/You can't approve your own deployment/);
    await story.mentions('eli', 'approve', card);
    expect(story.told('eli').text).toMatch(/You are not an approver of D-2/);
    expect(await newest()).toMatchObject({ id: 'D-2', approvals: [] });
  });

  test('an id that is said wins: nothing happens to the one of the thread', async () => {
    await story.mentions('bo', 'approve D-1', card);
    expect(story.told('bo').text).toMatch(/D-1 is already succeeded/);
    await story.mentions('bo', 'approve D-9', card);
    expect(story.told('bo').text).toMatch(/There is no deployment D-9/);
    expect(await newest()).toMatchObject({ id: 'D-2', approvals: [] });
  });

  test('rejecting without a reason opens the form for it', async () => {
    await story.mentions('dana', 'reject', card);
    await story.presses('dana', 'open');
    expect(story.reads(story.form('dana') ?? {})).toMatch(/Why\? The person who asked/);
  });

  test('approve, pause and resume, each with its reason or none', async () => {
    await story.mentions('bo', 'approve', card);
    expect(story.told('bo').text).toMatch(/You approved D-2/);
    await story.after('20s');
    await story.mentions('bo', 'pause because the graphs look odd', card);
    expect(await newest()).toMatchObject({ hold: { by: 'bo', why: 'the graphs look odd' } });
    await story.mentions('bo', 'resume', card);
    expect(await newest()).toMatchObject({ id: 'D-2', status: 'running', hold: null });
    await story.after('2m');
    story.message(/^shop 1\.1\.0 to production: succeeded/);
  });

  test('rollback means its service and environment', async () => {
    await story.mentions('bo', 'rollback because carts are empty', card);
    await story.after('20s');
    story.message(
      /^Rolled back shop in production from 1\.1\.0 to 1\.0\.0\. Asked for by bo: carts/,
    );
  });

  test('an old thread does not undo what came later', async () => {
    const first = story.message(/^shop 1\.1\.0 to staging: succeeded/);
    await story.types('ana', '/deploy shop@1.2.0-slow to staging');
    await story.after('30s');
    await story.mentions('bo', 'rollback', first);
    expect(story.told('bo').text).toMatch(/D-1 is no longer what serves shop in staging/);
    expect(await newest()).toMatchObject({ kind: 'deploy', status: 'succeeded' });
  });
});
