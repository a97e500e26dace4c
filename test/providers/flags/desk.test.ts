import { expect, test } from 'vitest';
import { ruleSetOf } from '../../../src/domain/flag/rule-set.ts';
import type { FlagCopies, FlagCopy } from '../../../src/ports/flags.ts';
import { createFlagDesk } from '../../../src/providers/flags/desk.ts';
import { awake } from '../../awake.ts';
import { basket } from './flag-world.ts';

const digest = `sha256:${'1'.repeat(64)}` as const;

function copyOf(version: string, revision: number, flag = 'new-basket'): FlagCopy {
  const rules = ruleSetOf(flag, basket, version);
  if (!rules) throw new Error(`there is no ${version}`);
  const standing = { kept: [{ version, digest, rules }], live: [{ digest, percent: 100 }] };
  return { flag, revision, standing };
}

/** A database that answers, is away or hangs, as the test says; and a desk that goes by the test's clock. */
function given() {
  const world = {
    at: 0,
    flags: [copyOf('off', 1)] as FlagCopy[],
    state: 'up' as 'up' | 'away' | 'hangs',
    asked: [] as number[],
  };
  const copies: FlagCopies = {
    async newer(_, known) {
      world.asked.push(world.at);
      if (world.state === 'away') throw new Error('the connection was refused');
      if (world.state === 'hangs') return new Promise(() => {});
      return world.flags.filter((one) => known.get(one.flag)?.revision !== one.revision);
    },
  };
  const warned: string[] = [];
  const log = { info() {}, warn: (_: object, says: string) => warned.push(says), error() {} };
  const desk = createFlagDesk({ copies, log, now: () => world.at, patienceMs: 20 });
  const told = async (flag = 'new-basket') => (await desk.look('production')).get(flag)?.({});
  return { world, warned, told, look: () => desk.look('production') };
}

test('5.3 a thousand answers within a second are one question to the database', async () => {
  const { world, told } = given();
  for (let i = 0; i < 1_000; i += 1) {
    world.at = i;
    expect(await told()).toMatchObject({ value: false });
  }
  expect(world.asked).toEqual([0]);
});

test('5.3 what changed is told within two seconds, however seldom anybody asks', async () => {
  const { world, told } = given();
  await told();
  world.flags = [copyOf('on', 2)];
  world.at = 1_500;
  await told();
  await Promise.resolve();
  world.at = 1_600;
  expect(await told()).toMatchObject({ value: true });
  world.flags = [copyOf('off', 3), copyOf('on', 1, 'other')];
  world.at = 3_600_000;
  expect(await told()).toMatchObject({ value: false });
  expect(await told('other')).toMatchObject({ value: true });
});

test('5.3 while the database is away the last that was known is told, and nobody waits for it twice', async () => {
  const { world, warned, told } = given();
  await told();
  world.state = 'away';
  world.at = 10_000;
  expect(await told()).toMatchObject({ value: false });
  world.state = 'hangs';
  world.at = 20_000;
  const took = awake();
  for (let i = 0; i < 100; i += 1) expect(await told()).toMatchObject({ value: false });
  expect(took()).toBeLessThan(1_000);
  expect(warned).toEqual(['flags are told as they were last known']);
});

test('5.3 it is asked again once a second, and takes up where it was', async () => {
  const { world, told } = given();
  await told();
  world.state = 'away';
  for (const at of [2_000, 2_500, 3_100, 9_000]) {
    world.at = at;
    await told();
    await new Promise(setImmediate);
  }
  world.state = 'up';
  world.flags = [copyOf('on', 2)];
  world.at = 10_500;
  await told();
  await new Promise(setImmediate);
  expect(await told()).toMatchObject({ value: true });
  expect(world.asked).toEqual([0, 2_000, 3_100, 9_000, 10_500]);
});

test('5.3 one that was never read is told by nobody, until it is', async () => {
  const { world, told, look } = given();
  world.state = 'away';
  await expect(look()).rejects.toThrow('never read');
  world.state = 'up';
  world.at = 1_001;
  expect(await told()).toMatchObject({ value: false });
});

test('5.3 whoever asks first after a trouble that nobody saw the end of is told what is true now', async () => {
  const { world, told } = given();
  await told();
  world.state = 'away';
  world.at = 10_000;
  await told();
  world.state = 'up';
  world.flags = [copyOf('on', 2)];
  world.at = 3_600_000;
  expect(await told()).toMatchObject({ value: true });
});
