import { afterEach, describe, expect, test } from 'vitest';
import { haproxyTarget } from '../../../src/providers/haproxy/target.ts';
import { handsOf } from '../conformance-world.ts';
import { makeSlotWorld, type SlotWorld } from '../fixtures/slot-world.ts';

describe('5.6 whoever is bound to a version goes on there, and is handed over when its drain is over', {}, () => {
  let made: SlotWorld | null = null;
  afterEach(async () => {
    await made?.stop();
    made = null;
  });

  /** 1.1.0 serves all who are new; clients are bound by a cookie, or else by a stick table. */
  async function given(more: object, cookie = '') {
    const world = await makeSlotWorld(cookie);
    made = world;
    const hands = handsOf(world);
    const { live, next, third, haproxy, placement: plain } = world;
    const placement = haproxyTarget.parse({ ...plain, ...more });
    const call = (underwayMs: number, epoch = world.epoch) => ({
      ...hands.call('k', { epoch }),
      placement,
      underwayMs,
    });
    if (cookie === '') haproxy.stick('ana', 'blue1');
    await hands.bring(next);
    await hands.done('shift', (one) => hands.deployer.shift(one, next, live, 100));
    if (cookie === '') haproxy.stick('ben', 'blue2');
    if (cookie === '') haproxy.stick('cleo', 'green1');
    await hands.done('prestage', (one) => hands.deployer.prestage(one, [third]));
    return {
      ...world,
      ...hands,
      finish: (underwayMs: number, epoch?: number) =>
        hands.deployer.finish(call(underwayMs, epoch), next, live),
      backTo: (underwayMs: number) => hands.deployer.finish(call(underwayMs), live, null),
      startThird: (underwayMs: number) => hands.deployer.start(call(underwayMs), third),
      blue: () => ['blue1', 'blue2'].map((name) => haproxy.servers.get(name)),
      quiet(seconds: number) {
        for (const name of ['blue1', 'blue2'])
          Object.assign(haproxy.servers.get(name) ?? {}, { lastsess: seconds });
      },
    };
  }
  const inService = { admin: 0, weight: 0 };
  const outOfService = { admin: 1, weight: 0 };

  test('by a stick table: they are counted as they stay, and forgotten at its end', async () => {
    const { finish, haproxy, blue } = await given({ drain: '2m' });
    expect(await finish(0)).toEqual({
      kind: 'running',
      againInMs: 10_000,
      note: 'Draining: 2 bound clients, 2 minutes left',
    });
    expect(blue()).toMatchObject([inService, inService]);
    expect(await finish(120_000)).toEqual({
      kind: 'done',
      note: '2 clients bound to 1.0.0 were handed over',
    });
    expect(blue()).toMatchObject([outOfService, outOfService]);
    expect(haproxy.stuck()).toEqual(['cleo']);
    expect(await finish(121_000)).toEqual({ kind: 'done' });
  });

  test('by a cookie: haproxy has no list of them, and that is said', async () => {
    const { finish, blue } = await given({ drain: '2m' }, 'b');
    expect(await finish(0)).toMatchObject({
      note: 'Draining: clients bound by a cookie, 2 minutes left',
    });
    expect(blue()).toMatchObject([inService, inService]);
    expect(await finish(120_000)).toEqual({
      kind: 'done',
      note: 'clients bound to 1.0.0 by a cookie were handed over, uncounted: haproxy keeps no list of them',
    });
    expect(blue()).toMatchObject([outOfService, outOfService]);
  });

  test('a version that nobody has come to for as long as a drain lasts is not waited for', async () => {
    const { finish, quiet } = await given({ drain: '2m' });
    quiet(119);
    expect(await finish(0)).toMatchObject({ kind: 'running' });
    quiet(120);
    expect(await finish(0)).toMatchObject({ note: '2 clients bound to 1.0.0 were handed over' });
  });

  test('without a drain they are handed over at once', async () => {
    const { finish, haproxy, blue } = await given({});
    expect(await finish(0)).toEqual({
      kind: 'done',
      note: '2 clients bound to 1.0.0 were handed over',
    });
    expect(blue()).toMatchObject([outOfService, outOfService]);
    expect(haproxy.stuck()).toEqual(['cleo']);
  });

  test('an entry that a request is using is forgotten once it is let go', async () => {
    const { finish, haproxy } = await given({});
    haproxy.stick('ana', 'blue1', 1);
    expect(await finish(0)).toMatchObject({ note: '2 clients bound to 1.0.0 were handed over' });
    expect(haproxy.stuck()).toEqual(['cleo']);
  });

  test('what was done is said under a new fence too, when all of it is looked at twice', async () => {
    const { finish } = await given({});
    expect(await finish(0, 9)).toMatchObject({ note: '2 clients bound to 1.0.0 were handed over' });
  });

  test('a rollback leaves nobody on what it leads away from, however long the drain', async () => {
    const { backTo, haproxy, done, deployer, live, next } = await given({ drain: '2m' });
    await done('shift', (call) => deployer.shift(call, live, next, 100));
    Object.assign(haproxy.servers.get('green2') ?? {}, { sessions: 1 });
    expect(await backTo(0)).toMatchObject({
      kind: 'running',
      note: '1 client bound to 1.1.0 was handed over. Draining: 1 session, 2 minutes left',
    });
    expect(haproxy.servers.get('green1')).toMatchObject(outOfService);
    expect(haproxy.stuck()).toEqual(['ana', 'ben']);
  });

  test('drainEnds: leave hands nobody over, until another version needs the slot', async () => {
    const { finish, startThird, slots, third, haproxy, blue } = await given({
      drain: '2m',
      drainEnds: 'leave',
    });
    expect(await finish(0)).toMatchObject({ kind: 'running' });
    expect(await finish(120_000)).toEqual({
      kind: 'done',
      note: '2 clients stay bound to 1.0.0',
    });
    expect(blue()).toMatchObject([inService, inService]);
    await startThird(0);
    expect(haproxy.stuck()).toEqual(['cleo']);
    expect(slots()).toMatchObject({ blue: third });
  });

  test('sessionData: local takes a slot from nobody: it is waited for, then refused', async () => {
    const { finish, startThird, slots, third, live, haproxy, quiet } = await given({
      drain: '2m',
      drainEnds: 'leave',
      sessionData: 'local',
    });
    await finish(120_000);
    expect(await startThird(0)).toMatchObject({ kind: 'running' });
    expect(await startThird(120_000)).toEqual({
      kind: 'failed',
      why: 'blue is still used: 2 bound clients on 1.0.0, and what they have is only there (sessionData: local); deploy again when they have ended, or add a slot',
      retryable: false,
    });
    expect(slots()).toMatchObject({ blue: { version: live.version } });
    expect(haproxy.stuck()).toEqual(['ana', 'ben', 'cleo']);
    quiet(120);
    await startThird(0);
    expect(slots()).toMatchObject({ blue: third });
  });
});

describe('sessionData: local', () => {
  const whole = {
    socket: '/run/haproxy/admin.sock',
    backend: 'shop',
    slots: { blue: ['blue'], green: ['green'] },
    map: '/etc/haproxy/fairway.map',
    resolve: ['./versions', '--', '{version}'],
    start: ['./slot', 'start', '--', '{slot}', '{version}'],
    stop: ['./slot', 'stop', '--', '{slot}'],
    running: ['./slot', 'running'],
    sessionData: 'local',
  };

  test.each([{}, { drain: '5m' }, { drainEnds: 'leave' }, { drain: '5m', drainEnds: 'cut' }])(
    'is refused with %j: somebody would be handed over',
    (more) => {
      const read = haproxyTarget.safeParse({ ...whole, ...more });
      expect(read.error?.issues).toMatchObject([
        {
          path: ['sessionData'],
          message: expect.stringContaining('say drain: 5m and drainEnds: leave'),
        },
      ]);
    },
  );

  test('is taken where the drain leaves everybody where he is', () => {
    const read = haproxyTarget.safeParse({ ...whole, drain: '5m', drainEnds: 'leave' });
    expect(read.error).toBeUndefined();
  });
});
