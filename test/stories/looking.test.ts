import { describe, expect, test } from 'vitest';
import { useStory } from './harness.ts';

const production = { service: 'shop', environment: 'production' };

describe('looking: help, status, list, show, why, history, diff, changed', () => {
  const story = useStory();
  async function asks(who: string, line: string): Promise<string> {
    await story.types(who, line);
    return story.told(who).text;
  }

  test('a world to look at: shop proven in staging and waiting for production', async () => {
    story.world.steady(production, 40);
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('30s');
    await story.types('ana', '/deploy shop@1.1.0 to production because "new basket"');
    await story.presses('ana', 'start');
    await story.after('3s');
  });

  test('help prints what the verbs declare, and one verb with its example', async () => {
    const all = await asks('ana', '/release help');
    for (const verb of [
      '/deploy <service> <version>',
      '/rollback',
      '/release why <id>',
      '/release lock',
    ])
      expect(all).toContain(verb);
    expect(await asks('gus', '/release help approve')).toContain('/release approve <id>');
    expect(story.reads(story.told('gus'))).toContain('/release approve D-12');
    expect(await asks('gus', '/release help aprove')).toMatch(/Did you mean approve\?/);
    expect(await asks('ana', '/deploy help')).toContain('/deploy <service>');
    expect(await asks('gus', '/release')).toContain('/release status');
  });

  test('status: everything under way, one service everywhere, one deployment', async () => {
    expect(await asks('eli', '/release status')).toMatch(
      /Under way: D-2 shop 1\.1\.0 to production pending/,
    );
    expect(await asks('eli', '/release status shop')).toBe(
      'shop: staging 1.1.0, production 1.0.0 (not deployed from here).',
    );
    expect(story.reads(story.told('eli'))).toMatch(
      /1\.0\.0.*not deployed from here, so since when/s,
    );
    story.world.fault({ call: 'observe', kind: 'throw-before' });
    expect(await asks('eli', '/release status storefront in prod')).toBe(
      'shop: production nothing verified from here yet; fake does not answer.',
    );
    expect(await asks('eli', '/release status d-2')).toMatch(
      /^ana asks to put shop 1\.1\.0 in production: 'new basket'/,
    );
  });

  test('list filters by state, by environment, by whose', async () => {
    expect(await asks('ana', '/release list')).toMatch(/D-2 .*; D-1 /);
    expect(await asks('ana', '/release list waiting')).toMatch(/Deployments: D-2 [^;]*$/);
    expect(await asks('ana', '/release list running')).toMatch(/none/);
    expect(await asks('ana', '/release list --env staging')).toMatch(/Deployments: D-1 [^;]*$/);
    expect(await asks('ana', '/release list --mine')).toMatch(/D-2 .*; D-1 /);
    expect(await asks('bo', '/release list --mine')).toMatch(/none/);
  });

  test('why a waiting one waits: the rule by its name, its evidence, when at the earliest, who', async () => {
    const text = await asks('ana', '/release why D-2');
    expect(text).toMatch(/1 more approval from sre, shop-owners or release-managers/);
    expect(text).toMatch(
      /Rule: approval "production"\. Earliest: when somebody decides\. bo, chen or dana can change that/,
    );
    const shown = story.reads(story.told('ana'));
    expect(shown).toMatch(/order: passes/);
    expect(shown).toMatch(/D-2#1/);
  });

  test('why a running one is where it is, and why one that is over ended so', async () => {
    await story.presses('bo', 'approve');
    await story.types('bo', '/release why D-2');
    expect(story.told('bo').text).toMatch(/can still be taken back.*Earliest: .*10:\d\d:\d\d UTC/);
    await story.after('25s');
    expect(await asks('eli', '/release why D-2')).toMatch(/D-2 .*canary 40 %, judging.*Rule: plan/);
    expect(await asks('eli', '/release status shop in prod')).toMatch(
      /production 1\.0\.0 \(not depl/,
    );
    await story.after('2m');
    expect(await asks('eli', '/release why D-2')).toMatch(
      /D-2 shop 1\.1\.0 to production: verified/,
    );
    await story.types('ana', '/deploy shop@1.2.0-slow to staging');
    await story.after('30s');
    await story.types('ana', '/deploy shop@1.2.0-slow to production');
    await story.presses('ana', 'start');
    await story.after('3s');
    await story.presses('bo', 'approve');
    await story.after('2m');
    expect(await asks('eli', '/release why D-4')).toMatch(/slower than p99 .*Rule: rolled-back/);
  });

  test('5.2 the evidence of a verdict is computed again, and held against the ledger', async () => {
    const slow = await asks('eli', '/release show D-4 evidence');
    expect(slow).toMatch(
      /^Evidence on shop 1\.2\.0-slow to production \(D-4\)\. Judged at 40 % by \d+ looks/,
    );
    expect(slow).toMatch(
      /Computed again: fail \(worse\), evidence \d+, as D-4#\d+ recorded at 2026/,
    );
    const good = await asks('eli', '/release show D-2 evidence');
    expect(good).toMatch(
      /Judged at 40 %.* as D-2#\d+ recorded.*Judged at 70 %.* as D-2#\d+ recorded/,
    );
    expect(good).toMatch(/1\.1\.0 is as good: more than the 20 .*Computed again: pass \(as good\)/);
    expect(await asks('eli', '/release show D-1 evidence')).toMatch(
      /^D-1 has not been judged on live traffic/,
    );
    expect(await asks('eli', '/release show D-4 evidense')).toMatch(/evidence/);
  });

  test('show has the whole trail; history, diff and changed say what was and is', async () => {
    await story.types('eli', '/release show D-4');
    expect(story.told('eli').text).toMatch(/^shop 1\.2\.0-slow to production: failed/);
    expect(story.reads(story.told('eli'))).toMatch(/D-4#1\s+requested by ana/);
    expect(await asks('eli', '/release history shop')).toMatch(/D-5 .*D-4 .*D-3 .*D-2 .*D-1 /);
    expect(await asks('eli', '/release history shop in staging')).toMatch(/D-3 [^;]*; D-1 [^;]*$/);
    expect(await asks('eli', '/release diff shop 1.0.0..1.1.0')).toMatch(
      /1\.0\.0 and 1\.1\.0: They are different images/,
    );
    expect(story.reads(story.told('eli'))).toMatch(/production, Returned to, D-5/);
    expect(await asks('eli', '/release changed 1h')).toMatch(/Moved in the last .*D-5 .*D-1 /);
    await story.later('2h');
    expect(await asks('eli', '/release changed 1h')).toMatch(/nothing moved/);
    expect(await asks('eli', '/release changed 3h')).toMatch(/D-5/);
  });

  test('changed: deployments, locks, blackouts and rollbacks in one list, each with a way back or a reason', async () => {
    await story.types('ana', '/release lock search in staging because "migration under way"');
    await story.types('ana', '/release blackout add production for 2h because "stock taking"');
    const all = await asks('eli', '/release changed 3h');
    expect(all).toMatch(
      /^Moved in the last 3 hours: everything in production closed by ana: stock taking \(2026/,
    );
    expect(all).toMatch(/search in staging locked by ana: migration under way/);
    expect(all.indexOf('everything in production')).toBeLessThan(all.indexOf('search in staging'));
    expect(all.indexOf('search in staging')).toBeLessThan(all.indexOf('D-5'));
    const near = await asks('eli', '/release changed 3h in production of shop');
    expect(near).toMatch(/production closed/);
    expect(near).not.toMatch(/search/);
    expect(near).toMatch(/D-5 shop in production from 1\.2\.0-slow to 1\.1\.0/);
    expect(near).not.toMatch(/to staging/);
    expect(story.offers(story.told('eli'))).toEqual([
      ...['why:blackout:*:production#1', 'why:D-4', 'why:D-5', 'rollback:D-2', 'why:D-2'],
    ]);
    await story.presses('eli', 'why:D-5');
    expect(story.told('eli').text).toMatch(/D-5/);
    expect(await asks('eli', '/release changed 400d')).toMatch(/31 days at most.*changed 31d/);
    expect(await asks('eli', '/release changed 0m')).toMatch(/"0m" is not a length of time/);
    expect(await asks('eli', '/release changed 1h in prodution')).toMatch(
      /Did you mean production/,
    );
  });
});

describe('App Home: what waits for me, runs, is mine, is closed; every button is a command', () => {
  const story = useStory();
  const page = (who: string) => story.reads(story.home(who));

  test('first opened it says what to do; nothing on it is empty without a word', async () => {
    await story.opensHome('bo');
    expect(page('bo')).toMatch(/Hello bo/i);
    expect(page('bo')).toMatch(
      /Nobody waits for you[\s\S]*Nothing is moving[\s\S]*Nothing is waiting[\s\S]*None yet\. Type \/deploy/,
    );
    expect(page('bo')).toMatch(/index rebuild/);
    await story.opensHome('gus');
    expect(page('gus')).toMatch(/not linked to a person/);
  });

  test('what waits for me can be approved or rejected from there', async () => {
    story.world.steady(production, 40);
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('30s');
    await story.types('ana', '/deploy shop@1.1.0 to production');
    await story.presses('ana', 'start');
    await story.after('3s');
    await story.opensHome('bo');
    expect(page('bo')).toMatch(/Waiting for you[\s\S]*D-2[\s\S]*Running now/);
    await story.opensHome('ana');
    expect(page('ana')).toMatch(/Nobody waits for you/);
    expect(page('ana')).toMatch(/Your recent deployments[\s\S]*D-2[\s\S]*D-1/);
    await story.pressesAtHome('bo', 'reject:D-2');
    expect(story.form('bo')).toMatchObject({ type: 'modal' });
    await story.pressesAtHome('bo', 'approve:D-2');
    expect(page('bo')).toMatch(/Nobody waits for you/);
  });

  test('what runs can be paused, resumed and rolled back from there', async () => {
    await story.after('25s');
    await story.opensHome('bo');
    expect(page('bo')).toMatch(/Running now[\s\S]*D-2[\s\S]*canary 40 %/);
    await story.pressesAtHome('bo', 'pause:D-2');
    expect(page('bo')).toMatch(/held by\s+U0BO000001/);
    await story.pressesAtHome('bo', 'resume:D-2');
    await story.pressesAtHome('bo', 'rollback:D-2');
    await story.after('20s');
    await story.pressesAtHome('bo', 'home:refresh');
    expect(page('bo')).toMatch(/Nothing is moving/);
    expect(story.world.live(production).find((one) => one.percent === 100)?.version).toBe('1.0.0');
  });
});

describe('everything by @mention, in the thread it belongs to', () => {
  const story = useStory();

  test('deploy, approve, why and roll back without a slash', async () => {
    await story.mentions('ana', 'deploy shop@1.1.0 to staging');
    await story.after('30s');
    const card = story.message(/^shop 1\.1\.0 to staging: succeeded/);
    await story.mentions('eli', 'why d-1', card);
    expect(story.told('eli')).toMatchObject({ thread_ts: card.ts });
    expect(story.told('eli').text).toMatch(/^D-1 shop 1\.1\.0 to staging: verified in staging/);
    await story.mentions('ana', 'rollback shop in staging', card);
    await story.after('15s');
    story.message(/^Rolled back shop in staging/);
    await story.mentions('ana', 'hlep');
    expect(story.told('ana').text).toMatch(/Did you mean help\?/);
    await story.mentions('ana', '');
    expect(story.told('ana').text).toMatch(/^What you can ask/);
  });

  test('what was done is known for a day, and then forgotten', async () => {
    const acts = async () => {
      const { rows } = await story.database.pool.query<{ n: number }>(
        'SELECT count(*)::int AS n FROM inbox',
      );
      return rows[0]?.n ?? -1;
    };
    expect(await acts()).toBeGreaterThan(0);
    await story.after('23h');
    expect(await acts()).toBeGreaterThan(0);
    await story.after('2h');
    expect(await acts()).toBe(0);
  });
});
