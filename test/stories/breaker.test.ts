import { describe, expect, test } from 'vitest';
import { BreakerRule } from '../../src/domain/breaker/rule.ts';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import type { DeploymentId } from '../../src/domain/deployment/deployment.ts';
import { RiskRule } from '../../src/domain/risk/risk.ts';
import { StrategyConfig } from '../../src/domain/strategies/index.ts';
import { useStory } from './harness.ts';

const search = { service: 'search', environment: 'production' };

/** Shop shows half of staging the new version for a while, and one failure there stops all of it. */
function rules(catalog: Catalog): Catalog {
  const strategy = StrategyConfig.parse({
    kind: 'rolling',
    batches: [50],
    between: '1m',
    bake: '3s',
  });
  const services = catalog.services.map((one) => {
    const { staging } = one.environments;
    if (one.name !== 'shop' || !staging) return one;
    return { ...one, environments: { ...one.environments, staging: { ...staging, strategy } } };
  });
  const counts = { failures: 100, fleet: 1, rest: '5m', environments: ['staging'] };
  return { ...catalog, services, breaker: BreakerRule.parse(counts) };
}

/** Wednesday 18 November 2026, 10:00 UTC. */
describe('6.6 somebody stops everything; a fix passes with a second person; another opens it', () => {
  const story = useStory({ rules });
  const serving = () => story.world.live(search).find((one) => one.percent === 100)?.version;
  const hold = async (id: DeploymentId) => (await story.fairway.records.deployment(id))?.hold;

  test('stopping takes a reason and the right to steer all of it', async () => {
    await story.types('ana', '/release stop search');
    expect(story.told('ana').text).toMatch(/Why the line is stopped is missing/);
    await story.types('eli', '/release stop all because INC-42');
    expect(story.told('eli').text).toMatch(/You can't steer deployments in production/);
    await story.types('ana', '/release stop serch because INC-42');
    expect(story.told('ana').text).toMatch(/Did you mean search\?/);
    expect(await story.fairway.records.breakers()).toEqual([]);
  });

  test('what runs is held where it is within seconds, in every environment', async () => {
    story.world.steady(search, 40);
    await story.types('ana', '/deploy search@2.1.0 to staging');
    await story.after('20s');
    await story.types('ana', '/deploy search@2.1.0 to production');
    await story.presses('ana', 'start');
    await story.presses('bo', 'approve');
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('13s');
    await story.types('dana', '/release stop all because INC-42');
    expect(story.told('dana').text).toMatch(
      /The line of everything is stopped: .* A second person opens it: bo or chen, by \/release line open all/,
    );
    await story.after('6s');
    for (const id of ['D-2', 'D-3'] as const) {
      const held = await hold(id);
      expect(held).toMatchObject({ by: 'fairway' });
      expect(held?.why).toMatch(
        /dana stopped the line of everything at .*\(INC-42\); it is held at \d+ %/,
      );
    }
    story.message(
      /^dana stopped the line of everything: INC-42\. Nothing new starts there, what runs is held where it is; rollbacks go\. It may be opened by /,
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

  test('nothing new starts, of any service; the refusal says why, who opens it and what passes', async () => {
    for (const what of ['search@2.2.0', 'checkout@1.4.2']) {
      await story.types('ana', `/deploy ${what} to staging`);
      expect(story.told('ana').text).toMatch(
        /Not started: dana stopped the line of everything at 2026-11-18 10:\d\d UTC \(INC-42\); it is opened by bo or chen.*--fixes/,
      );
      expect(story.offers(story.told('ana'))).toEqual(['start:wait', 'cancel']);
    }
  });

  test('a fix waits for a second person where no rule asks for one as well, and goes all the way', async () => {
    await story.types('ana', '/deploy search@2.2.0 to staging --fixes INC-42');
    await story.after('20s');
    expect(await story.fairway.records.deployment('D-5')).toMatchObject({ status: 'pending' });
    await story.presses('bo', 'approve');
    await story.after('20s');
    story.message(/^search 2\.2\.0 to staging: succeeded/);
    await story.types('ana', '/deploy search@2.2.0 to production --fixes INC-42');
    await story.presses('ana', 'start');
    await story.presses('bo', 'approve');
    await story.after('75s');
    story.message(/^search 2\.2\.0 to production: succeeded/);
    expect(serving()).toBe('2.2.0');
  });

  test('who stopped it cannot open it; a second person can', async () => {
    await story.types('dana', '/release line open all');
    expect(story.told('dana').text).toMatch(/You stopped it, so somebody else has to open it/);
    await story.types('eli', '/release line open all');
    expect(story.told('eli').text).toMatch(/You can't open the line of everything/);
    await story.types('bo', '/release line open all because "INC-42 is over"');
    expect(story.told('bo').text).toMatch(/The line of everything runs again.* Still held: D-3/);
    expect(story.texts()).toContain('bo opened the line of everything again: INC-42 is over.');
    await story.types('bo', '/release line open all');
    expect(story.told('bo').text).toMatch(/The line of everything is not stopped/);
    const ledger = await story.fairway.records.ledger('breaker:*:*');
    expect(ledger.map(({ body }) => [body['what'], body['by']])).toEqual([
      ['opened', 'bo'],
      ['stopped', 'dana'],
    ]);
    await story.types('ana', '/release line list');
    expect(story.told('ana').text).toBe('Stopped lines: none.');
  });

  test('what was held goes on once somebody resumes it', async () => {
    await story.types('ana', '/release resume D-3');
    await story.after('75s');
    story.message(/^shop 1\.1\.0 to staging: succeeded/);
  });

  test('stopped by failures and half open it is opened by hand, not by whose deployment failed', async () => {
    await story.types('bo', '/deploy shop@1.4.0-crash to staging');
    await story.after('90s');
    story.message(/^fairway stopped the line of staging: 1 deployment of staging failed/);
    await story.later('6m');
    await story.after('6s');
    story.message(/^The line of staging has rested/);
    await story.types('bo', '/release line open staging');
    expect(story.told('bo').text).toMatch(/It was stopped for a deployment of yours/);
    await story.types('chen', '/release line open staging');
    expect(story.told('chen').text).toMatch(/The line of staging runs again/);
    expect(await story.fairway.records.breakers()).toContainEqual(
      expect.objectContaining({
        environment: 'staging',
        state: expect.objectContaining({ kind: 'closed' }),
      }),
    );
  });
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
