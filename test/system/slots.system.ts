import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../postgres/database.ts';
import { needs } from './needs.ts';
import { get, startPrograms, until } from './program.ts';
import { startScraping } from './real-prometheus.ts';
import { type RealWorld, realWorld } from './real-world.ts';
import { slotWorld } from './slots/world.ts';

type World = Awaited<ReturnType<typeof slotWorld>>;
const { here, skipped } = needs('haproxy', 'prometheus');
/** A judge, what it waits for, and a slow machine. */
const ROLLOUT_MS = 100_000;

/** As docs/haproxy.md has it: slots, and a Prometheus that reads the programs in them. */
function organisation(folder: string, { placement }: World, prometheus: string) {
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
    people: { ana: { slack: 'U0ANA00001' } },
    groups: { platform: ['ana'] },
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
  // JSON is YAML.
  writeFileSync(join(folder, 'fairway.yaml'), JSON.stringify(fairway));
  mkdirSync(join(folder, 'services'));
  writeFileSync(join(folder, 'services/shop.yaml'), JSON.stringify(shop));
  return folder;
}

describe.skipIf(!here)(
  `5.2 canaries in slots behind Debian's haproxy, measured by its Prometheus, through Slack${skipped}`,
  { timeout: 150_000 },
  () => {
    const programs = startPrograms();
    let world: World;
    let prometheus: Awaited<ReturnType<typeof startScraping>>;
    let database: FreshDatabase;
    let real: RealWorld;
    let shoppers: ReturnType<World['load']>;

    beforeAll(async () => {
      world = await slotWorld();
      await world.inherits('1.0.0');
      await until(() => world.ask().catch(() => null));
      shoppers = world.load(2);
      prometheus = await startScraping(world.ports);
      database = await freshDatabase({ empty: true });
      const folder = organisation(programs.folder(), world, prometheus.url);
      real = realWorld(programs, { folder });
      await real.slack.listen(0);
      const { url } = await real.fairway({ ...real.env('http'), DATABASE_URL: database.url });
      await until(async () => /"slack":"ok"/.test((await get(`${url}/healthz`))?.text ?? ''));
    }, 120_000);
    afterAll(async () => {
      await shoppers?.stop();
      await programs.clear();
      world?.stop();
      await prometheus?.close();
      await real?.slack.close();
      await database?.drop();
    }, 60_000);

    async function shares() {
      const { live } = await world.observe();
      return Object.fromEntries(live.map(({ version, percent }) => [version, percent]));
    }
    const isHalf = async () => (await shares().catch(() => null))?.['1.1.0'] === 50;
    /** Its thread says that traffic was found elsewhere and set again. */
    const isSetAgain = () =>
      real.slack
        .messages('deploys')
        .filter(({ text }) => /^Output of D-1/.test(text))
        .some(({ blocks }) =>
          JSON.stringify(blocks).includes(
            '1.1.0 had 0 % of the traffic instead of 50 %: set again',
          ),
        );

    test('haproxy is killed in the middle of a canary: its traffic is set again, and it goes on', async () => {
      await real.types('/deploy shop@1.1.0 to production');
      await until(isHalf, 45_000);
      // Sooner the shift itself would find it undone, and ask again.
      await real.shows(/^shop 1\.1\.0 to production: step \d+ of \d+: canary 50 %, judging/);
      expect(shoppers.failures).toEqual([]);
      await world.restart();
      await until(isHalf, 30_000);
      // Who came while there was no haproxy.
      const unheard = shoppers.failures.length;
      await real.shows(
        /^shop 1\.1\.0 to production: succeeded in .*, verified at 100 %/,
        ROLLOUT_MS,
      );
      expect(shoppers.failures).toHaveLength(unheard);
      await until(isSetAgain, 60_000);
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
  },
);
