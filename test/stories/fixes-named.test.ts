import { describe, expect, test } from 'vitest';
import { useStory } from './harness.ts';

const at = [{ service: 'shop', environment: 'staging' }];

describe('8.7 an incident goes first only where there is one', () => {
  const story = useStory();
  const said = (who: string) => story.told(who).text;

  test('one that nobody has opened is refused, with how to open it', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to staging --fixes INC-9');
    expect(said('ana')).toMatch(/There is no incident INC-9.*\/release incident open/s);
    await story.types('dana', '/release lock shop in staging because "half done"');
    await story.types('ana', '/release takeover shop in staging for INC-9 because "it burns"');
    expect(said('ana')).toMatch(/There is no incident INC-9/);
    expect((await story.fairway.records.locksAt(at))[0]?.held?.claim).toBeNull();
    expect(await story.fairway.records.deployments({ limit: 9 })).toEqual([]);
  });

  test('an open one counts, however it is typed', async () => {
    await story.types('dana', '/release incident open shop in staging because "carts are empty"');
    await story.types('ana', '/release takeover shop in staging for inc-1 because "it burns"');
    const [lock] = await story.fairway.records.locksAt(at);
    expect(lock?.held?.claim?.cause).toEqual({ kind: 'incident', ref: 'INC-1' });
    await story.types('dana', '/release object shop in staging because "half moved"');
    await story.after('31m');
    expect((await story.fairway.records.locksAt(at))[0]).toMatchObject({ held: { by: 'ana' } });
    await story.types('bo', '/deploy shop@1.1.0 to staging --fixes inc-1');
    await story.after('1m');
    const [d] = await story.fairway.records.deployments({ limit: 1 });
    expect(d).toMatchObject({ fixes: 'INC-1', status: 'succeeded' });
  });

  test('one that is over does not', async () => {
    await story.types('dana', '/release incident resolve INC-1 because "mended"');
    await story.types('ana', '/deploy shop@1.2.0 to staging --fixes INC-1');
    expect(said('ana')).toMatch(/INC-1 is over, so there is nothing left of it to fix/);
  });

  test('what the reason of a stopped line names is somebody’s word, and marked so', async () => {
    await story.types('dana', '/release stop search because "INC-42"');
    await story.types('ana', '/deploy search@2.1.0 to staging --fixes INC-42');
    const [d] = await story.fairway.records.deployments({ limit: 1 });
    expect(d).toMatchObject({ fixes: 'INC-42', fixesUnknown: true });
    expect(story.reads(story.message(/search 2\.1\.0/))).toMatch(/INC-42\W*\(not known here\)/);
  });
});

describe('8.7 where incidents are kept elsewhere', () => {
  const story = useStory({ rules: (catalog) => ({ ...catalog, alerts: [] }) });

  test('the word is kept and marked, and does not beat an objection', async () => {
    await story.types('dana', '/release lock shop in staging because "half done"');
    await story.types('ana', '/release takeover shop in staging for INC-9 because "it burns"');
    const [claimed] = await story.fairway.records.locksAt(at);
    expect(claimed?.held?.claim?.cause).toEqual({ kind: 'incident', ref: 'INC-9', unknown: true });
    await story.types('dana', '/release object shop in staging because "half moved"');
    await story.after('31m');
    const [kept] = await story.fairway.records.locksAt(at);
    expect(kept).toMatchObject({ held: { by: 'dana', claim: null } });
  });
});

describe('8.7 a plain lock is its holder’s work', () => {
  const story = useStory();

  test('what they ask for by hand passes; what a schedule asks for in their name waits', async () => {
    await story.types('ana', '/release lock search in staging for 4h because "disk is moved"');
    await story.types('ana', '/deploy search@2.1.0 to staging');
    await story.after('1m');
    expect(await story.fairway.records.deployment('D-1')).toMatchObject({ status: 'succeeded' });
    await story.types('ana', '/release lock search in production for 4h because "the same"');
    const line = '/release schedule search from staging to production every day at 10:06 UTC';
    await story.types('ana', `${line} --yes`);
    for (let minute = 0; minute < 8; minute += 1) await story.later('1m');
    expect(await story.fairway.records.deployment('D-2')).toBeNull();
    const [schedule] = await story.fairway.records.schedules(1);
    expect(schedule?.last?.why).toMatch(/ana locked search in production: the same/);
  });
});
