import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../postgres/database.ts';
import { needs } from './needs.ts';
import { get, LIMIT_MS, startPrograms, until } from './program.ts';
import { startScraping } from './real-prometheus.ts';
import { type RealWorld, realWorld } from './real-world.ts';
import { shopperAt } from './slots/shopper.ts';
import { slotWorld } from './slots/world.ts';

type World = Awaited<ReturnType<typeof slotWorld>>;
const { here, skipped } = needs('haproxy', 'prometheus');
/** A judge, what it waits for, and a slow machine. */
const ROLLOUT_MS = LIMIT_MS;
const BO = 'U0BO000001';

/** As docs/haproxy.md has it: slots, and a Prometheus that reads the programs in them. What `desk` does somebody else approves. */
function organisation(folder: string, { placement }: World, desk: World, prometheus: string) {
  const fairway = {
    organisation: 'Test',
    environments: {
      production: {
        provider: 'haproxy',
        protected: false,
        signals: {
          ...{ kind: 'prometheus', url: prometheus, private: true },
          ...{ interval: '1s', offset: '1s' },
        },
      },
    },
    people: { ana: { slack: 'U0ANA00001' }, bo: { slack: BO } },
    groups: { platform: ['ana', 'bo'] },
    approvals: [
      { name: 'desk', environments: ['production'], services: ['desk'], groups: ['platform'] },
    ],
  };
  const shop = {
    service: 'shop',
    owners: ['platform'],
    criteria: { maxErrorRate: 0.05, maxP99Ratio: 25, latencyTolerance: 1.5 },
    strategy: {
      ...{ kind: 'canary', weights: [50], warmUp: '2s', judge: '12s', bake: '1s' },
      inconclusive: 'proceed',
    },
    target: placement,
  };
  const cutOver = {
    service: 'desk',
    owners: ['platform'],
    strategy: { kind: 'blue-green', rehearse: '1s', bake: '2s' },
    target: { ...desk.placement, drain: '4s', close: desk.close },
  };
  // JSON is YAML.
  writeFileSync(join(folder, 'fairway.yaml'), JSON.stringify(fairway));
  mkdirSync(join(folder, 'services'));
  for (const one of [shop, cutOver])
    writeFileSync(join(folder, `services/${one.service}.yaml`), JSON.stringify(one));
  return folder;
}

describe.skipIf(!here)(
  `5.1, 5.2 slots behind Debian's haproxy, measured by its Prometheus, through Slack${skipped}`,
  () => {
    const programs = startPrograms();
    let world: World;
    let desk: World;
    let prometheus: Awaited<ReturnType<typeof startScraping>>;
    let database: FreshDatabase;
    let real: RealWorld;
    let shoppers: ReturnType<World['load']>;

    beforeAll(async () => {
      [world, desk] = [await slotWorld(), await slotWorld()];
      for (const one of [world, desk]) {
        await one.inherits('1.0.0');
        await until(() => one.ask().catch(() => null));
      }
      shoppers = world.load(2);
      prometheus = await startScraping(world.ports);
      database = await freshDatabase({ empty: true });
      const folder = organisation(programs.folder(), world, desk, prometheus.url);
      real = realWorld(programs, { folder });
      await real.slack.listen(0);
      const { url } = await real.fairway({ ...real.env('http'), DATABASE_URL: database.url });
      await until(async () => /"slack":"ok"/.test((await get(`${url}/healthz`))?.text ?? ''));
    });
    afterAll(async () => {
      await shoppers?.stop();
      await programs.clear();
      world?.stop();
      desk?.stop();
      await prometheus?.close();
      await real?.slack.close();
      await database?.drop();
    });

    async function shares(of = world) {
      const { live } = await of.observe();
      return Object.fromEntries(live.map(({ version, percent }) => [version, percent]));
    }
    const isHalf = async () => (await shares().catch(() => null))?.['1.1.0'] === 50;
    /** Such a message is there, and has these words beside its text. */
    const reads = (text: RegExp, words: RegExp) =>
      real.slack
        .messages('deploys')
        .some((one) => text.test(one.text) && words.test(JSON.stringify(one.blocks)));
    const SET_AGAIN = /1\.1\.0 had 0 % of the traffic instead of 50 %: set again/;

    test('haproxy is killed in the middle of a canary, held and judged: its traffic is set again, and it goes on', async () => {
      await real.types('/deploy shop@1.1.0 to production');
      await until(isHalf);
      // Sooner the shift itself would find it undone, and ask again.
      await real.shows(/^shop 1\.1\.0 to production: step \d+ of \d+: canary 50 %, judging/);
      expect(shoppers.failures).toEqual([]);
      await real.types('/release pause D-1');
      await real.shows(/^shop 1\.1\.0 to production: .*, held by ana/);
      await world.restart();
      await until(isHalf);
      await real.shows(/^D-1: 1\.1\.0 had 0 % of the traffic instead of 50 %: set again$/);
      await real.shows(/^shop 1\.1\.0 to production: .*, held by ana/);
      await real.types('/release resume D-1');
      await real.shows(
        /^shop 1\.1\.0 to production: step \d+ of \d+: canary 50 %, judging(?!.*held)/,
      );
      await world.restart();
      await until(isHalf);
      // Who came while there was no haproxy.
      const unheard = shoppers.failures.length;
      await real.shows(
        /^shop 1\.1\.0 to production: succeeded in .*, verified at 100 %/,
        ROLLOUT_MS,
      );
      expect(shoppers.failures).toHaveLength(unheard);
      await until(() => reads(/^Output of D-1/, SET_AGAIN));
      await real.shows(
        /^Canary 50 % of shop: .* [\d,]+ requests of 1\.1\.0 and [\d,]+ of 1\.0\.0 in /,
      );
      expect(await shares()).toEqual({ '1.0.0': 0, '1.1.0': 100 });
    });

    test('a canary that fails one request in six goes back by itself, and its card says why', async () => {
      await real.types('/deploy shop@1.2.0-errors to production');
      await real.shows(
        /^shop 1\.2\.0-errors to production: failed, error rate 1\d\.\d\d % against 0\.00 %;.*evidence that 1\.2\.0-errors is worse: more than the 100 that trigger rollback\. D-\d+ returns it to 1\.1\.0/,
        ROLLOUT_MS,
      );
      await real.shows(
        /^Rolled back shop in production from 1\.2\.0-errors to 1\.1\.0\. Automatic: /,
      );
      expect(await shares()).toMatchObject({ '1.1.0': 100 });
      const since = shoppers.answers.length;
      await until(() => shoppers.answers.length > since + 20);
      const now = shoppers.answers.slice(since).map(({ version }) => version);
      expect(new Set(now)).toEqual(new Set(['1.1.0']));
    });

    /** Presses a button of the newest message that begins so and has it. */
    async function presses(user: string, action: string, words: RegExp): Promise<void> {
      const on = await until(
        () =>
          real.slack
            .messages('deploys')
            .findLast(
              ({ text, blocks }) =>
                words.test(text) && JSON.stringify(blocks).includes(`"action_id":"${action}"`),
            ) ?? null,
      );
      const click = { user, channel: 'deploys', ts: on.ts, action_id: action };
      expect(await real.slack.click(click)).toMatchObject({ ok: true });
    }
    /** Which versions answer from now on. */
    async function answering({ answers }: typeof shoppers): Promise<ReadonlySet<string>> {
      const since = performance.now();
      const asked = () => answers.filter(({ askedAt }) => askedAt > since);
      await until(() => asked().length > 20);
      return new Set(asked().map(({ version }) => version));
    }

    test('a cutover that somebody approved, and back by one press: no request fails', async () => {
      const load = desk.load(2);
      try {
        const bound = await shopperAt(desk.front, 'ana').opened();
        expect(await bound.ask()).toBe('1.0.0');
        await real.types('/deploy desk@1.1.0 to production');
        await presses(BO, 'approve', /desk 1\.1\.0/);
        // Begun before the cutover, it goes on until the drain of the old colour is over, and is told to go then.
        await until(
          () => reads(/^desk 1\.1\.0 to production/, /Draining: 1 session, 10 seconds left/),
          LIMIT_MS,
        );
        expect(await bound.ask()).toBe('1.0.0');
        expect(await answering(load)).toEqual(new Set(['1.1.0']));
        expect(await bound.closed).toBe(1001);
        await real.shows(/^desk 1\.1\.0 to production: succeeded in .*, verified at 100 %/);
        expect(await shares(desk)).toEqual({ '1.0.0': 0, '1.1.0': 100 });

        await presses('U0ANA00001', 'rollback', /^desk 1\.1\.0 to production: succeeded/);
        await real.shows(
          /^Rolled back desk in production from 1\.1\.0 to 1\.0\.0\. Asked for by ana/,
        );
        expect(await answering(load)).toEqual(new Set(['1.0.0']));
        expect(await shares(desk)).toEqual({ '1.0.0': 100 });
      } finally {
        await load.stop();
      }
      expect(load.failures).toEqual([]);
    });
  },
);
