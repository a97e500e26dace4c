import { afterEach, describe, expect, test } from 'vitest';
import { haproxyTarget } from '../../../src/providers/haproxy/target.ts';
import { handsOf } from '../conformance-world.ts';
import { makeSlotWorld, type SlotWorld } from '../fixtures/slot-world.ts';

describe('5.6 a version is retired once its sessions have ended, or their time is over', {}, () => {
  let made: SlotWorld | null = null;
  afterEach(async () => {
    await made?.stop();
    made = null;
  });

  /** 1.1.0 serves all, and so many sessions are left on 1.0.0, the stand-by. */
  async function given(sessions: number, drain: object) {
    const world = await makeSlotWorld();
    made = world;
    const hands = handsOf(world);
    const { live, next, haproxy } = world;
    await hands.bring(next);
    await hands.done('shift', (call) => hands.deployer.shift(call, next, live, 100));
    const blue = haproxy.servers.get('blue2') ?? { sessions: 0 };
    blue.sessions = sessions;
    const finish = (underwayMs: number, standby: typeof live | null = live, more: object = {}) => {
      const placement = haproxyTarget.parse({ ...world.placement, ...drain, ...more });
      // What is told to close its sessions has five seconds for it.
      const signal = AbortSignal.timeout(15_000);
      const call = { ...hands.call('f'), placement, underwayMs, signal };
      return hands.deployer.finish(call, next, standby);
    };
    return { ...world, blue, finish };
  }

  test('how many are left and for how long is said, and what ended by itself is cut by nobody', async () => {
    const { blue, finish } = await given(41, { drain: '2m' });
    const said = async (ms: number) => finish(ms);
    expect(await said(0)).toMatchObject({ note: 'Draining: 41 sessions, 2 minutes left' });
    blue.sessions = 1;
    expect(await said(95_000)).toMatchObject({
      kind: 'running',
      note: 'Draining: 1 session, 30 seconds left',
    });
    blue.sessions = 0;
    expect(await said(96_000)).toEqual({ kind: 'done' });
  });

  test('what is left when the time is over is cut, and that is said', async () => {
    const { blue, finish } = await given(3, { drain: '2m' });
    expect(await finish(119_999)).toMatchObject({ kind: 'running' });
    expect(await finish(120_000)).toEqual({
      kind: 'done',
      note: '3 sessions on 1.0.0 were cut after 2m',
    });
    expect(blue.sessions).toBe(0);
  });

  test('a program that can closes them first, and both are counted', async () => {
    const { blue, finish, performed, close } = await given(3, {});
    const retired = finish(120_000, undefined, { drain: '2m', close });
    await expect.poll(async () => (await performed()).map(({ kind }) => kind)).toContain('close');
    blue.sessions = 1;
    expect(await retired).toEqual({
      kind: 'done',
      note: '2 sessions on 1.0.0 were closed after 2m; 1 session on 1.0.0 was cut after 2m',
    });
    expect(blue.sessions).toBe(0);
  });

  test('or stays, where the target says so', async () => {
    const { blue, finish } = await given(1, { drain: '2m', drainEnds: 'leave' });
    expect(await finish(120_000)).toMatchObject({ note: '1 session on 1.0.0 stays after 2m' });
    expect(blue.sessions).toBe(1);
  });

  test('what is stopped altogether waits as long, and then goes with what is left', async () => {
    const { slots, blue, finish } = await given(2, { drain: '1m' });
    expect(await finish(59_000, null)).toMatchObject({
      note: 'Draining: 2 sessions, 10 seconds left',
    });
    expect(slots()).toMatchObject({ blue: { version: '1.0.0' } });
    expect(await finish(60_000, null)).toEqual({
      kind: 'done',
      note: '2 sessions on 1.0.0 were cut after 1m',
    });
    expect(slots()).toMatchObject({ blue: null });
    expect(blue.sessions).toBe(0);
  });

  test('without a drain the stand-by keeps what it has, and nobody waits', async () => {
    const { blue, finish } = await given(41, {});
    expect(await finish(0)).toEqual({ kind: 'done' });
    expect(blue.sessions).toBe(41);
  });

  test('more than the step has is refused', () => {
    expect(haproxyTarget.shape.drain.safeParse('10m').success).toBe(false);
    expect(haproxyTarget.shape.drain.safeParse('9m').success).toBe(true);
  });
});
