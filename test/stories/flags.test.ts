import { OFREPProvider } from '@openfeature/ofrep-provider';
import { OpenFeature } from '@openfeature/server-sdk';
import { afterAll, describe, expect, test } from 'vitest';
import type { Catalog, Service } from '../../src/domain/catalog/catalog.ts';
import { Blackout } from '../../src/domain/governance/window.ts';
import { StrategyConfig } from '../../src/domain/strategies/index.ts';
import { Criteria } from '../../src/domain/verdict/criteria.ts';
import { flagsTarget } from '../../src/providers/flags/target.ts';
import { useStory } from './harness.ts';

const target = flagsTarget.parse({
  variants: { on: true, off: false },
  states: {
    off: { serve: 'off' },
    beta: { serve: 'off', targeting: { if: [{ '==': [{ var: 'plan' }, 'beta'] }, 'on', null] } },
    on: { serve: 'on' },
  },
});
const canary = StrategyConfig.parse({
  kind: 'canary',
  weights: [10, 50],
  warmUp: '0s',
  judge: '30s',
  inconclusive: 'proceed',
  bake: '5s',
});
/** How production goes out; another one towards the end. */
let ramp: StrategyConfig = canary;
const whole = StrategyConfig.parse({ kind: 'rolling', batches: [], bake: '1s' });
const criteria = Criteria.parse({ maxErrorRate: 0.02, minRequests: 50 });

/** A flag of the owners of the shop: at once in staging, in production as a ramp that is judged. */
const basket = (): Service => ({
  name: 'new-basket',
  aliases: [],
  owners: ['shop-owners'],
  tier: 2,
  tags: [],
  capability: null,
  provider: 'flags',
  environments: {
    staging: { strategy: whole, criteria, target },
    production: { strategy: ramp, criteria, target },
  },
});
const closed = { environments: ['production'], owner: 'platform', zone: 'UTC' };
/** Two hours after the story begins, and once more in the afternoon. */
const blackouts = [
  { ...closed, name: 'fiscal close', from: '2026-11-18T12:00', for: '2h', inFlight: 'pause' },
  { ...closed, name: 'stocktaking', from: '2026-11-18T15:00', for: '1h' },
].map((one) => Blackout.parse(one));
const withFlag = (catalog: Catalog): Catalog => ({
  ...catalog,
  services: [...catalog.services, basket()],
  environments: catalog.environments.map((one) =>
    one.name === 'production'
      ? { ...one, flags: { secrets: ['env:FLAGS'], perMinute: 60_000 } }
      : one,
  ),
  blackouts: [...catalog.blackouts, ...blackouts],
});
const production = { service: 'new-basket', environment: 'production' };

describe('5.3 a flag is deployed: its ramp obeys what every deployment obeys', () => {
  const story = useStory({ rules: withFlag });
  /** People come, most of them still to `off`; of those with `on` so many fail. */
  const people = (errors: number): void => {
    story.world.traffic(production, 'off', { requests: 4_000, errors: 4 });
    story.world.traffic(production, 'on', { requests: 1_000, errors });
  };
  const shares = async () => {
    const { rows } = await story.database.pool.query<{
      body: {
        live: { digest: string; percent: number }[];
        kept: { digest: string; version: string }[];
      };
    }>("SELECT body FROM flag WHERE environment = 'production'");
    const { live = [], kept = [] } = rows[0]?.body ?? {};
    const named = live.map(({ digest, percent }) => [
      kept.find((one) => one.digest === digest)?.version,
      percent,
    ]);
    return Object.fromEntries(named);
  };

  /** How many of two hundred people a program of the shop shows the new basket, by its OpenFeature client. */
  const shown = async (): Promise<number> => {
    const { url, token } = story.hookAt('');
    const headers: [string, string][] = [['Authorization', `Bearer ${token}`]];
    const provider = new OFREPProvider({ baseUrl: new URL(url).origin, headers });
    await OpenFeature.setProviderAndWait('shop', provider);
    const client = OpenFeature.getClient('shop');
    const people = Array.from({ length: 200 }, (_, i) => ({ targetingKey: `person-${i}` }));
    const values = people.map((one) => client.getBooleanValue('new-basket', false, one));
    return (await Promise.all(values)).filter(Boolean).length;
  };
  afterAll(() => OpenFeature.close());

  test('staging comes first, as for every version', async () => {
    await story.types('ana', '/deploy new-basket@off to production');
    expect(story.told('ana').text).toMatch(/staging/);
    for (const state of ['off', 'on', 'beta']) {
      await story.types('ana', `/deploy new-basket@${state} to staging`);
      await story.after('20s');
    }
    story.message(/^new-basket beta to staging: succeeded/);
    await story.types('ana', '/deploy new-basket@half to staging');
    expect(story.told('ana').text).toMatch(/new-basket has no version half/);
  });

  test('without the approval that production asks for nobody is given anything', async () => {
    await story.types('ana', '/deploy new-basket@off to production --strategy rolling');
    expect(story.told('ana').text).toMatch(/1 approval needed/);
    await story.presses('ana', 'start');
    await story.later('5m');
    expect(await shares()).toEqual({});
    await story.presses('bo', 'approve');
    await story.after('30s');
    await story.later('6m');
    await story.after('5s');
    story.message(/^new-basket off to production: succeeded/);
    expect(await shares()).toEqual({ off: 100 });
  });

  test('the preview says what the state brings, and the ramp is judged at each share', async () => {
    await story.types('ana', '/deploy new-basket@on to production');
    expect(story.reads(story.told('ana'))).toMatch(
      /on \(true\) for everybody, until now off \(false\)/,
    );
    await story.presses('ana', 'start');
    await story.presses('bo', 'approve');
    await story.after('15s');
    expect(await shares()).toMatchObject({ on: 10, off: 90 });
    const tenth = await shown();
    expect(tenth).toBeGreaterThan(5);
    expect(tenth).toBeLessThan(40);
    for (let i = 0; i < 12; i += 1) {
      people(1);
      await story.after('10s');
    }
    story.message(/^new-basket on to production: succeeded/);
    expect(await shares()).toMatchObject({ on: 100 });
    expect(await shown()).toBe(200);
  });

  test('going back needs no judge', async () => {
    await story.types('ana', '/rollback new-basket in production');
    await story.after('2m');
    expect(await shares()).toMatchObject({ off: 100 });
  });

  test('a ramp that is found worse is undone by itself', async () => {
    await story.types('ana', '/deploy new-basket@on to production');
    await story.presses('ana', 'start');
    await story.presses('bo', 'approve');
    await story.after('15s');
    for (let i = 0; i < 12; i += 1) {
      people(80);
      await story.after('5s');
    }
    await story.after('1m');
    story.message(/^new-basket on to production: failed, error rate .* returns it to off/);
    expect(await shares()).toMatchObject({ off: 100 });
    expect(await shown()).toBe(0);
  });

  test('a blackout that begins in the middle of a ramp keeps the share it has, and then it goes on', async () => {
    ramp = StrategyConfig.parse({ kind: 'rolling', batches: [20], between: '30m', bake: '1m' });
    const quarterTo = Date.UTC(2026, 10, 18, 11, 45) - story.now();
    await story.later(`${Math.floor(quarterTo / 60_000)}m`);
    await story.types('ana', '/deploy new-basket@on to production');
    await story.presses('ana', 'start');
    await story.presses('bo', 'approve');
    await story.after('2m');
    expect(await shares()).toMatchObject({ on: 20, off: 80 });
    await story.later('40m');
    await story.after('30s');
    expect(await shares()).toMatchObject({ on: 20, off: 80 });
    story.message(/^new-basket on to production: .*fiscal close/);
  });

  test('once it is open the ramp ends', async () => {
    await story.later('100m');
    await story.after('30s');
    await story.later('2m');
    await story.after('5s');
    story.message(/^new-basket on to production: succeeded/);
    expect(await shown()).toBe(200);
  });

  test('in a blackout it is refused with its end and its owner', async () => {
    await story.later('60m');
    await story.types('ana', '/deploy new-basket@beta to production');
    expect(story.told('ana').text).toMatch(
      /Not started: production is in blackout until .*stocktaking, owner platform/,
    );
    await story.presses('ana', 'cancel');
  });

  test('the ledger names each of them, and DORA counts a flag only where it is asked for by name', async () => {
    await story.types('ana', '/release history new-basket in production');
    expect(story.reads(story.told('ana'))).toMatch(/on/);
    await story.types('chen', '/release dora 30d');
    expect(story.reads(story.told('chen'))).not.toMatch(/new-basket/);
    await story.types('chen', '/release dora new-basket 30d');
    expect(story.reads(story.told('chen'))).toMatch(/new-basket/);
  });
});
