import { describe, expect, test } from 'vitest';
import { useStory } from './harness.ts';

describe('a target that cannot tell whether it was run (dedup: none)', () => {
  const story = useStory({ dedup: 'none' });
  const newest = async () => (await story.fairway.records.deployments({ limit: 1 }))[0];

  test('after a lost answer a person decides, and "resume" runs it once more', async () => {
    story.world.fault({ call: 'start', kind: 'throw-before' });
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('30s');
    story.message(/^shop 1\.1\.0 to staging: .*held by fairway \(start may have run/);
    await story.types('chen', '/release lock shop in staging because "looking"');
    await story.presses('chen', 'resume');
    await story.after('30s');
    expect(await newest()).toMatchObject({ cursor: 2, waiting: [{ gate: 'lock' }] });
    await story.types('chen', '/release unlock shop in staging');
    await story.after('30s');
    story.message(/^shop 1\.1\.0 to staging: succeeded/);
  });

  test('a rollback, which nobody can abort, also goes on when a person says so', async () => {
    for (const call of ['start', 'shift'] as const)
      story.world.fault({ call, kind: 'throw-before' });
    await story.types('chen', '/rollback shop in staging because "we must"');
    await story.after('30s');
    expect(await newest()).toMatchObject({ kind: 'rollback', hold: { asks: ['chen'] }, cursor: 1 });
    await story.presses('chen', 'resume');
    await story.after('30s');
    expect(await newest()).toMatchObject({ kind: 'rollback', hold: { asks: ['chen'] }, cursor: 2 });
    await story.presses('chen', 'resume');
    await story.after('30s');
    expect(await newest()).toMatchObject({ kind: 'rollback', status: 'succeeded' });
  });
});
