import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFlagStandings } from '../../../src/store/flag-standings.ts';
import { createMemoryStandings } from '../../fakes/flag-standings.ts';
import { type FreshDatabase, freshDatabase } from '../../postgres/database.ts';
import { handsOf, share, sorted } from '../conformance-world.ts';
import { deployerConformance } from '../deployer-conformance.ts';
import { basket, makeFlagWorld } from './flag-world.ts';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

deployerConformance('flags of our own', () => makeFlagWorld(createFlagStandings(database)));
deployerConformance('flags in memory', () => makeFlagWorld(createMemoryStandings()));

describe('5.3 a flag as something that is deployed', () => {
  test('a changed definition is another digest, and what was approved is brought nowhere any more', async () => {
    const world = await makeFlagWorld(createFlagStandings(database));
    const { artifacts } = world.provider;
    const states = { ...basket.states, on: { serve: 'on' } };
    const placement = { ...basket, states };
    const resolved = await artifacts.resolve(world.target, placement, 'on');
    expect(resolved.kind === 'found' && resolved.artifact.digest).not.toBe(world.next.digest);
    const hands = handsOf({ ...world, placement });
    const effect = await hands.untilSettled((call) => hands.deployer.prestage(call, [world.next]));
    expect(effect).toMatchObject({
      kind: 'failed',
      why: 'the state on of new-basket is another in its configuration than the one that was asked for',
    });
  });

  test('what is there needs no configuration: one goes back to a state that was taken out of it', async () => {
    const world = await makeFlagWorld(createFlagStandings(database));
    const hands = handsOf(world);
    const { live, next } = world;
    await hands.bring(next);
    await hands.done('shift', (call) => hands.deployer.shift(call, next, live, 100));
    await hands.done('finish', (call) => hands.deployer.finish(call, next, null));
    const { off: _, ...states } = basket.states;
    const later = handsOf({ ...world, placement: { ...basket, states } });
    await later.bring(live);
    await later.done('shift', (call) => later.deployer.shift(call, live, next, 100));
    expect(await later.shares()).toEqual(sorted([share(live, 100), share(next, 0)]));
  });

  test('the order of keys in a file changes no digest', async () => {
    const world = await makeFlagWorld(createFlagStandings(database));
    const turned = {
      states: Object.fromEntries(Object.entries(basket.states).toReversed()),
      variants: { off: false, on: true },
    };
    const found = await world.provider.artifacts.resolve(world.target, turned, 'on');
    expect(found).toEqual({ kind: 'found', artifact: world.next });
  });

  test('two who decide at once stand behind each other', async () => {
    const world = await makeFlagWorld(createFlagStandings(database));
    const hands = handsOf(world);
    await hands.bring(world.next);
    await Promise.all(
      [10, 20, 30, 40].map((percent) =>
        hands.done('shift', (call) => hands.deployer.shift(call, world.next, world.live, percent)),
      ),
    );
    const performed = await world.performed();
    expect(performed.filter(({ kind }) => kind === 'shift')).toHaveLength(4);
  });
});
