import { describe, expect, test } from 'vitest';
import { BreakerRule } from '../../src/domain/breaker/rule.ts';
import { RiskRule } from '../../src/domain/risk/risk.ts';
import { useStory } from './harness.ts';

const search = { service: 'search', environment: 'production' };

/** Wednesday 18 November 2026, 10:00 UTC. */
describe('6.6 somebody stops the line; a fix passes with a second person; another opens it', () => {
  const story = useStory();
  const serving = () => story.world.live(search).find((one) => one.percent === 100)?.version;

  test('stopping takes a reason and the right to steer all of it', async () => {
    await story.types('ana', '/release stop search');
    expect(story.told('ana').text).toMatch(/Why the line is stopped is missing/);
    await story.types('eli', '/release stop all because INC-42');
    expect(story.told('eli').text).toMatch(/You can't steer deployments in production/);
    await story.types('ana', '/release stop serch because INC-42');
    expect(story.told('ana').text).toMatch(/Did you mean search\?/);
    expect(await story.fairway.records.breakers()).toEqual([]);
  });

  test('what runs is held where it is within seconds, and its card says so', async () => {
    story.world.steady(search, 40);
    await story.types('ana', '/deploy search@2.1.0 to staging');
    await story.after('20s');
    await story.types('ana', '/deploy search@2.1.0 to production');
    await story.presses('ana', 'start');
    await story.presses('bo', 'approve');
    await story.after('13s');
    await story.types('dana', '/release stop search because INC-42');
    expect(story.told('dana').text).toMatch(
      /The line of search is stopped: .* A second person opens it: .*bo/,
    );
    await story.after('6s');
    const [d] = await story.fairway.records.deployments({
      ...search,
      statuses: ['running'],
      limit: 1,
    });
    expect(d?.hold).toMatchObject({ by: 'fairway' });
    expect(d?.hold?.why).toMatch(
      /dana stopped the line of search at .*\(INC-42\); it is held at \d+ %/,
    );
    expect(story.texts()).toContainEqual(
      expect.stringMatching(
        /^dana stopped the line of search: INC-42\. Nothing new starts there, what runs is held where it is; rollbacks go\. It may be opened by /,
      ),
    );
    await story.opensHome('bo');
    expect(story.reads(story.home('bo'))).toMatch(/Stopped lines/);
  });

  test('a rollback passes', async () => {
    await story.types('dana', '/rollback search in production because "wrong hits"');
    await story.after('30s');
    story.message(/^Rolled back search in production from 2\.1\.0 to 2\.0\.0/);
    expect(serving()).toBe('2.0.0');
  });

  test('nothing new starts, in any environment; the refusal says why and what would', async () => {
    await story.types('ana', '/deploy search@2.2.0 to staging');
    expect(story.told('ana').text).toMatch(
      /Not started: dana stopped the line of search at 2026-11-18 10:\d\d UTC \(INC-42\); it is opened by .*--fixes/,
    );
    expect(story.offers(story.told('ana'))).toEqual(['start:wait', 'cancel']);
  });

  test('the fix waits for a second person, where no rule asks for one as well', async () => {
    await story.types('ana', '/deploy search@2.2.0 to staging --fixes INC-42');
    await story.after('1m');
    story.message(/search 2\.2\.0 (in|to) staging/);
    expect(await running('staging')).toEqual([]);
    await story.presses('bo', 'approve');
    await story.after('1m');
    story.message(/^search 2\.2\.0 to staging: succeeded/);
  });

  test('who stopped it cannot open it; a second person can', async () => {
    await story.types('dana', '/release line open search');
    expect(story.told('dana').text).toMatch(/You stopped it, so somebody else has to open it/);
    await story.types('eli', '/release line open search');
    expect(story.told('eli').text).toMatch(/You can't open the line of search/);
    await story.types('bo', '/release line open search because "INC-42 is over"');
    expect(story.told('bo').text).toMatch(/The line of search runs again/);
    expect(story.texts()).toContain('bo opened the line of search again: INC-42 is over.');
    await story.types('bo', '/release line open search');
    expect(story.told('bo').text).toMatch(/The line of search is not stopped/);
    const ledger = await story.fairway.records.ledger('breaker:search:*');
    expect(ledger.map(({ body }) => [body['what'], body['by']])).toEqual([
      ['opened', 'bo'],
      ['stopped', 'dana'],
    ]);
    await story.types('ana', '/release line list');
    expect(story.told('ana').text).toBe('Stopped lines: none.');
  });

  async function running(environment: string) {
    const found = await story.fairway.records.deployments({
      service: 'search',
      environment,
      statuses: ['running'],
      limit: 5,
    });
    return found.map(({ id }) => id);
  }
});

describe('6.6 failures stop a line, and one of low risk tries it again', () => {
  const breaker = BreakerRule.parse({
    failures: 1,
    within: '1h',
    rest: '5m',
    environments: ['staging'],
  });
  const risk = RiskRule.parse({ medium: 80, high: 90 });
  const story = useStory({ rules: (catalog) => ({ ...catalog, breaker, risk }) });

  test('the line stops with the numbers', async () => {
    await story.types('ana', '/deploy shop@1.4.0-crash to staging');
    await story.after('2m');
    story.message(
      /^fairway stopped the line of shop in staging: 1 deployment of shop in staging failed within 1 hour: D-1\. Nothing new starts there; what runs goes through its plan/,
    );
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    expect(story.told('ana').text).toMatch(
      /Not started: fairway stopped the line of shop in staging/,
    );
    await story.presses('ana', 'start:wait');
    await story.after('1m');
    expect(story.texts().filter((one) => /shop 1\.1\.0 to staging: succeeded/.test(one))).toEqual(
      [],
    );
  });

  test('after its rest one tries, and the line runs again', async () => {
    await story.after('6m');
    story.message(/^The line of shop in staging has rested/);
    story.message(/^D-\d+ tries whether the line of shop in staging can run again/);
    story.message(/^shop 1\.1\.0 to staging: succeeded/);
    story.message(/^D-\d+ went well: the line of shop in staging runs again/);
  });
});
