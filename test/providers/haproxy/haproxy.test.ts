import { afterEach, describe, expect, test } from 'vitest';
import { haproxyTarget } from '../../../src/providers/haproxy/target.ts';
import { handsOf, share, sorted } from '../conformance-world.ts';
import { deployerConformance } from '../deployer-conformance.ts';
import { makeSlotWorld, type SlotWorld } from '../fixtures/slot-world.ts';

deployerConformance('slots behind a haproxy', () => makeSlotWorld());

describe('slots behind a haproxy', () => {
  let made: SlotWorld | null = null;
  afterEach(() => made?.stop());

  async function given(cookie?: string) {
    const world = await makeSlotWorld(cookie);
    made = world;
    const hands = handsOf(world);
    const { live, next } = world;
    return {
      ...world,
      ...hands,
      shift: (percent: number) =>
        hands.done('shift', (call) => hands.deployer.shift(call, next, live, percent)),
      server: (name: string) => world.haproxy.servers.get(name),
    };
  }

  test('a new fence is kept in the map, and what somebody older did meanwhile is put right', async () => {
    const { bring, next, live, deployer, call, haproxy, shares } = await given();
    await bring(next);
    const newer = deployer.shift(call('newer', { epoch: 7 }), next, live, 100);
    // Somebody who looked before the fence rose has one line on its way.
    setTimeout(() => {
      for (const name of ['blue1', 'blue2'])
        Object.assign(haproxy.servers.get(name) ?? {}, { weight: 80 });
      haproxy.setFence('fairway/shop/production', 5);
    }, 700);
    expect(await newer).toEqual({ kind: 'done' });
    expect(await shares()).toEqual(sorted([share(live, 0), share(next, 100)]));
    expect(haproxy.fence('fairway/shop/production')).toEqual([7]);
  });

  test('what runs has a fingerprint, which a weight set by hand changes', async () => {
    const { observe, server, live } = await given();
    const told = async () => (await observe()).live.map(({ digest, config }) => [digest, config]);
    const before = await told();
    expect(before).toEqual([[live.digest, expect.stringMatching(/^[0-9a-f]{16}$/)]]);
    Object.assign(server('blue1') ?? {}, { weight: 7 });
    expect(await told()).not.toEqual(before);
    Object.assign(server('blue1') ?? {}, { weight: 100 });
    expect(await told()).toEqual(before);
  });

  test('weights that a reload lost are seen, and the same wish brings them back', async () => {
    const { bring, next, live, shift, haproxy, shares, observe, server } = await given();
    await bring(next);
    await shift(100);
    expect(await observe()).not.toHaveProperty('forgot');
    haproxy.reload();
    expect(await shares()).toEqual(sorted([share(live, 100), share(next, 0)]));
    expect(await observe()).toMatchObject({ forgot: true });
    await shift(100);
    expect(await shares()).toEqual(sorted([share(live, 0), share(next, 100)]));
    expect(await observe()).not.toHaveProperty('forgot');
    // What somebody sets by hand is not forgotten.
    Object.assign(server('blue1') ?? {}, { weight: 30 });
    expect(await observe()).not.toHaveProperty('forgot');
  });

  test('a version goes where nobody is served; when all serve, it is refused with their shares', async () => {
    const { bring, next, third, shift, deployer, done, untilSettled, slots, live } = await given();
    await bring(next);
    await shift(40);
    await done('prestage', (call) => deployer.prestage(call, [third]));
    expect(await untilSettled((call) => deployer.start(call, third))).toMatchObject({
      kind: 'failed',
      why: expect.stringContaining('blue (1.0.0) 60 %, green (1.1.0) 40 %'),
    });
    await shift(100);
    await done('finish', (call) => deployer.finish(call, next, live));
    await done('start', (call) => deployer.start(call, third));
    expect(slots()).toMatchObject({ blue: third, green: next });
  });

  test('where clients are bound, a slot without traffic is out of service', async () => {
    const { bring, next, live, shift, done, deployer, server } = await given('b');
    await bring(next);
    expect(server('green1')).toMatchObject({ admin: 1, weight: 0 });
    await shift(100);
    expect(server('green2')).toMatchObject({ admin: 0, weight: 100 });
    expect(server('blue2')).toMatchObject({ admin: 0, weight: 0 });
    await done('finish', (call) => deployer.finish(call, next, live));
    expect(server('blue1')).toMatchObject({ admin: 1, weight: 0 });
  });

  test('what nobody needs is stopped once its sessions have ended', async () => {
    const { bring, next, shift, call, deployer, server, slots } = await given();
    await bring(next);
    await shift(100);
    Object.assign(server('blue2') ?? {}, { sessions: 2 });
    const finish = () => deployer.finish(call('f'), next, null);
    expect(await finish()).toMatchObject({ kind: 'running' });
    expect(slots()).toMatchObject({ blue: { version: '1.0.0' } });
    Object.assign(server('blue2') ?? {}, { sessions: 0 });
    expect(await finish()).toEqual({ kind: 'done' });
    expect(slots()).toMatchObject({ blue: null });
  });

  test('a backend, server or map that is not there is named', async () => {
    const { placement, target, deployer, call, next, live } = await given();
    const at = (more: object) => haproxyTarget.parse({ ...placement, ...more });
    await expect(deployer.observe(target, at({ backend: 'shpo' }))).rejects.toThrow('shpo');
    const slots = { blue: ['blue1'], green: ['gren1'] };
    await expect(deployer.observe(target, at({ slots }))).rejects.toThrow(
      'the backend shop has no server gren1; it has blue1, blue2, green1, green2',
    );
    const away = at({ socket: '/nowhere/admin.sock' });
    await expect(
      deployer.shift({ ...call('k'), placement: away }, next, live, 100),
    ).rejects.toThrow('haproxy at /nowhere/admin.sock');
  });
});

describe('a haproxy target', () => {
  const whole = {
    socket: '/run/haproxy/admin.sock',
    backend: 'shop',
    slots: { blue: ['blue'], green: ['green'] },
    map: '/etc/haproxy/fairway.map',
    resolve: ['./versions', '--', '{version}'],
    start: ['./slot', 'start', '--', '{slot}', '{version}'],
    stop: ['./slot', 'stop', '--', '{slot}'],
    running: ['./slot', 'running'],
  };
  test.each([
    [{ slots: { blue: ['blue'] } }, 'must name two slots or more'],
    [{ slots: { blue: ['a'], green: ['a'] } }, 'names the server a twice'],
    [{ slots: { blue: ['a', 'b'], green: ['c'] } }, 'must have as many servers each'],
    [{ backend: 'shop; shutdown sessions' }, 'must be a name as haproxy has them'],
    [{ map: '/m;x' }, 'must be the path of a map'],
    [{ socket: 'admin.sock' }, 'must be an absolute path, or host:port'],
    [{ running: ['./slot', '{slot}'] }, '{slot} belongs to start, close, stop; running knows'],
    [{ start: ['bash', '-c', 'x'] }, 'must not be a script for a shell'],
  ])('%j is refused: %s', (more, words) => {
    const read = haproxyTarget.safeParse({ ...whole, ...more });
    expect(read.error?.issues.map(({ message }) => message).join('\n')).toContain(words);
  });

  test('may be parsed again from what it was parsed into', () => {
    const once = haproxyTarget.parse(whole);
    expect(haproxyTarget.parse(once)).toEqual(once);
  });
});
