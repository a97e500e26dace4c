import { beforeAll, describe, expect, test } from 'vitest';
import type { Call, Effect } from '../../../src/ports/deployer.ts';
import { type EffectName, handsOf, share, sorted } from '../conformance-world.ts';
import { makeSlotWorld, type SlotWorld } from '../fixtures/slot-world.ts';

/** Lives lived side by side: each waits for most of its time, until nothing of an older fence can be on its way. */
const LANES = 16;

type Step = readonly [EffectName, (call: Call) => Promise<Effect>];

/** One cutover of blue-green, and the way back, as a plan asks for them. */
function plansOf({ provider: { deployer }, live, next }: SlotWorld) {
  const forward: readonly Step[] = [
    ['prestage', (call) => deployer.prestage(call, [next, live])],
    ['start', (call) => deployer.start(call, next)],
    ['shift', (call) => deployer.shift(call, next, live, 100)],
    ['finish', (call) => deployer.finish(call, next, live)],
  ];
  const back: readonly Step[] = [
    ['prestage', (call) => deployer.prestage(call, [live])],
    ['start', (call) => deployer.start(call, live)],
    ['shift', (call) => deployer.shift(call, live, next, 100)],
    ['finish', (call) => deployer.finish(call, live, null)],
  ];
  return { forward, back };
}

/** Colours that take requests, as haproxy itself has them: the weights of their servers that are in service. */
function taking({ haproxy }: SlotWorld): Readonly<Record<string, readonly number[]>> {
  const weights = (slot: string) =>
    [...haproxy.servers]
      .filter(([name, { admin, up }]) => name.startsWith(slot) && admin === 0 && up)
      .map(([, { weight }]) => weight)
      .filter((weight) => weight > 0);
  const found = { blue: weights('blue'), green: weights('green') };
  return Object.fromEntries(Object.entries(found).filter(([, all]) => all.length > 0));
}

/**
 * A cutover whose process dies with the so many-th line it sends to haproxy, and what the next one makes of it: it goes
 * on from the same step under the same key and a higher fence, or a rollback takes all of it back.
 */
async function live(line: number, then: 'on' | 'back') {
  const world = await makeSlotWorld();
  try {
    const hands = handsOf(world);
    const { forward, back } = plansOf(world);
    const walk = async (steps: readonly Step[], epoch: number, resumed: string | null) => {
      for (const [kind, ask] of steps)
        await hands.done(
          kind,
          (call) => ask({ ...call, epoch }),
          `${epoch > 1 && kind !== resumed ? 'anew' : 'D-7'}:${kind}`,
          kind === resumed,
        );
    };
    let at = 0;
    world.haproxy.cutAt(line);
    try {
      for (; at < forward.length; at += 1) await walk(forward.slice(at, at + 1), 1, null);
    } catch (error) {
      if (!String(error).includes('haproxy at')) throw error;
    }
    world.haproxy.cutAt(Number.POSITIVE_INFINITY);
    const [broken = null] = forward[at] ?? [];
    const lines = world.haproxy.lines();
    const atCrash = taking(world);
    if (then === 'on') await unhurried(() => walk(forward.slice(at), 2, broken));
    else await unhurried(() => walk(back, 2, null));
    return {
      broken,
      atCrash,
      after: taking(world),
      shares: await hands.shares(),
      slots: world.slots(),
      starts: (await world.performed()).filter(({ kind }) => kind === 'start').length,
      lines,
      world,
    };
  } finally {
    await world.stop();
  }
}

/**
 * With so many lives on a busy machine five seconds may go by within one exchange, and then it throws. Whoever asked
 * asks again under the same keys, as Fairway does.
 */
async function unhurried(walk: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await walk();
    } catch (error) {
      if (tries === 9 || !/haproxy at .*no answer in time/.test(String(error))) throw error;
    }
  }
}

type Lived = Awaited<ReturnType<typeof live>>;

/** A version that is found healthy later makes a life longer by some lines. */
const MORE_LINES = 6;

/** All lives that were broken, some of them at once. */
async function lived(lines: number, then: 'on' | 'back'): Promise<readonly Lived[]> {
  const waiting = Array.from({ length: lines + MORE_LINES }, (_, i) => i + 1);
  const all: Lived[] = [];
  await Promise.all(
    Array.from({ length: LANES }, async () => {
      for (let line = waiting.shift(); line !== undefined; line = waiting.shift())
        all.push(await live(line, then));
    }),
  );
  return all.filter(({ broken }) => broken !== null);
}

describe('5.1 the process of a cutover dies with each line that it sends to haproxy', () => {
  let lines = 0;
  const blue = { blue: [100, 100] };
  const green = { green: [100, 100] };

  beforeAll(async () => {
    const unbroken = await live(Number.POSITIVE_INFINITY, 'on');
    lines = unbroken.lines;
    expect(unbroken.broken).toBeNull();
    expect(lines).toBeGreaterThan(20);
  });

  test('one colour has taken all of the traffic then, and the next process leaves the new one live', async () => {
    const all = await lived(lines, 'on');
    expect(new Set(all.map((one) => one.broken))).toEqual(
      new Set(['prestage', 'start', 'shift', 'finish']),
    );
    for (const { atCrash, after, shares, slots, starts, world } of all) {
      expect([blue, green]).toContainEqual(atCrash);
      expect(after).toEqual(green);
      expect(shares).toEqual(sorted([share(world.live, 0), share(world.next, 100)]));
      expect(slots).toMatchObject({ blue: world.live, green: world.next });
      expect(starts).toBe(1);
    }
    const cut = all.map(({ atCrash }) => Object.keys(atCrash).join());
    expect(new Set(cut)).toEqual(new Set(['blue', 'green']));
  });

  test('a rollback after it leaves the old colour live, and nothing of the new one', async () => {
    const all = await lived(lines, 'back');
    expect(all.length).toBeGreaterThan(20);
    for (const { after, shares, slots, world } of all) {
      expect(after).toEqual(blue);
      expect(shares).toEqual([share(world.live, 100)]);
      expect(slots).toMatchObject({ blue: world.live, green: null });
    }
  });
});
