import { describe, expect, test } from 'vitest';
import { useStory } from './harness.ts';

const production = { service: 'shop', environment: 'production' };

describe('trouble on the way: silence, thin evidence, a crash at start', () => {
  const story = useStory();
  const serving = (): readonly string[] =>
    story.world
      .live(production)
      .filter((one) => one.percent > 0)
      .map((one) => `${one.version} ${one.percent} %`)
      .toSorted();
  const newest = async () => (await story.fairway.records.deployments({ limit: 1 }))[0];
  const id = async () => (await newest())?.id ?? 'none';

  async function approved(version: string): Promise<void> {
    await story.types('ana', `/deploy shop@${version} to production`);
    await story.presses('ana', 'start');
    await story.after('3s');
    await story.presses('bo', 'approve');
    await story.after('15s');
  }

  test('a version that crashes at start fails; nobody met it, so nothing is rolled back', async () => {
    await story.types('ana', '/deploy shop@1.4.0-crash to staging');
    await story.after('20s');
    const card = story.message(/^shop 1\.4\.0-crash to staging: failed, it ended with exit code 1/);
    expect(card.text).toContain('Nothing was rolled back');
    expect(story.thread(card).at(-1)).toMatch(/^ana: Failed: it ended with exit code 1/);
    expect(await story.fairway.records.deployments({ limit: 9 })).toHaveLength(1);
    expect(story.world.live({ service: 'shop', environment: 'staging' })).toMatchObject([
      { version: '1.0.0', percent: 100 },
    ]);
  });

  test('a provider silent for a while: the card says so with its last sign of life, and it recovers', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('30s');
    story.world.steady(production, 40);
    await approved('1.1.0');
    story.world.fault({ call: 'read', kind: 'throw-before', times: Number.POSITIVE_INFINITY });
    await story.after('30s');
    const card = story.message(/^shop 1\.1\.0 to production: .*no contact: fake did not answer/);
    expect(story.reads(card)).toMatch(/Last sign of life/);
    expect(serving()).toEqual(['1.0.0 60 %', '1.1.0 40 %']);
    story.world.clearFaults();
    await story.after('10s');
    expect(story.message(/^shop 1\.1\.0 to production/).text).not.toMatch(/no contact/);
    await story.after('2m');
    story.message(/^shop 1\.1\.0 to production: succeeded/);
  });

  test('past our patience it holds and asks the owners by name; resumed, it has patience again', async () => {
    await story.types('ana', '/deploy shop@1.2.0-slow to staging');
    await story.after('30s');
    await approved('1.2.0-slow');
    story.world.fault({ call: 'read', kind: 'throw-before', times: Number.POSITIVE_INFINITY });
    await story.after('3m');
    const card = story.message(
      /^shop 1\.2\.0-slow to production: .*held by fairway \(No answer to/,
    );
    expect(story.thread(card).at(-1)).toMatch(/^chen: .*held and needs your decision: No answer/);
    await story.types('bo', `/release why ${await id()}`);
    expect(story.told('bo').text).toMatch(
      /No answer to "judge on live traffic".*Rule: hold\. .*chen can change that/,
    );
    await story.presses('chen', 'resume');
    await story.after('30s');
    expect(await newest()).toMatchObject({ status: 'running', hold: null });
    await story.after('2m');
    expect(await newest()).toMatchObject({ hold: { by: 'fairway', asks: ['chen'] } });
    story.world.clearFaults();
    await story.presses('chen', 'resume');
    await story.after('2m');
    story.message(/^shop 1\.2\.0-slow to production: failed, slower than p99/);
    expect(serving()).toEqual(['1.1.0 100 %']);
  });

  test('an answer that was lost is asked for again with its key, and done once', async () => {
    for (const call of ['prestage', 'start', 'shift', 'finish'] as const)
      story.world.fault({ call, kind: 'throw-after' });
    await story.types('ana', '/deploy shop@1.0.0 to staging');
    await story.after('1m');
    story.message(/^shop 1\.0\.0 to staging: succeeded/);
    const keys = story.world.effects().map((effect) => effect.key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('too little traffic to judge: it holds where it is and asks the owners; resume judges anew', async () => {
    story.world.steady(production, 1);
    await approved('1.0.0');
    await story.after('1m');
    const card = story.message(
      /^shop 1\.0\.0 to production: .*held by fairway \(Not enough data to judge 1\.0\.0/,
    );
    expect(story.thread(card).at(-1)).toMatch(/^chen: .*needs your decision: Not enough data/);
    expect(serving()).toEqual(['1.0.0 40 %', '1.1.0 60 %']);
    await story.presses('chen', 'resume');
    await story.after('20s');
    expect(await newest()).toMatchObject({ hold: null });
    await story.after('40s');
    expect(await newest()).toMatchObject({ hold: { by: 'fairway' } });
  });

  test('5.2 its thread has one message of how the canary does, with what people can do now', async () => {
    const card = story.message(/^shop 1\.0\.0 to production/);
    const all = story.thread(card).filter((text) => text.startsWith('Canary 40 % of shop'));
    expect(all).toHaveLength(1);
    expect(all[0]).toMatch(
      /no verdict, so people decide\. .*\d+ requests of 1\.0\.0 and \d+ of 1\.1\.0 in .*Continue, extend by 10 minutes, or roll back\./,
    );
    const health = story.message(/^Canary 40 % of shop/);
    expect(story.offers(health)).toEqual(['resume:judge', 'resume:extend', 'rollback:canary']);
  });

  test('5.2 who may not steer may not extend; for ten minutes more the judge looks on, then asks again', async () => {
    const health = () => story.message(/^Canary 40 % of shop/);
    await story.presses('eli', 'resume:extend', health());
    expect(await newest()).toMatchObject({ hold: { by: 'fairway' } });
    story.world.steady(production, 0);
    await story.presses('chen', 'resume:extend', health());
    await story.after('5s');
    expect(await newest()).toMatchObject({ hold: null, status: 'running' });
    expect(story.offers(health())).toEqual([]);
    const ledger = await story.fairway.records.ledger(await id());
    const [said] = ledger.filter(({ body }) => JSON.stringify(body).includes('lookOnMs'));
    expect(said?.body).toMatchObject({ by: 'chen', evidence: { lookOnMs: 600_000 } });
    await story.after('9m');
    expect(await newest()).toMatchObject({ hold: null });
    await story.types('chen', `/release resume ${await id()} for 10m`);
    expect(story.told('chen').text).toMatch(/is not held for lack of a verdict/);
    await story.after('70s');
    expect(await newest()).toMatchObject({ hold: { by: 'fairway', cause: 'no verdict' } });
    expect(serving()).toEqual(['1.0.0 40 %', '1.1.0 60 %']);
  });

  test('aborted from there, it goes back', async () => {
    await story.types('chen', `/release abort ${await id()} nobody shops at night`);
    await story.after('15s');
    story.message(/^Rolled back shop in production from 1\.0\.0 to 1\.1\.0/);
    expect(serving()).toEqual(['1.1.0 100 %']);
  });

  test('a rollback whose provider is silent never stops asking', async () => {
    story.world.fault({ call: 'shift', kind: 'throw-before', times: Number.POSITIVE_INFINITY });
    await story.types('bo', '/rollback shop in production');
    await story.after('5m');
    story.message(/^Rolling back shop in production from 1\.1\.0 to 1\.0\.0/);
    expect(await newest()).toMatchObject({ kind: 'rollback', status: 'running', hold: null });
    story.world.clearFaults();
    await story.after('20s');
    story.message(/^Rolled back shop in production from 1\.1\.0 to 1\.0\.0/);
    expect(serving()).toEqual(['1.0.0 100 %']);
  });
});
