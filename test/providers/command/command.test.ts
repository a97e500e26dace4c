import { afterEach, describe, expect, test } from 'vitest';
import type { Call, Dedup, Effect } from '../../../src/ports/deployer.ts';
import { commandTarget } from '../../../src/providers/command/target.ts';
import { awake } from '../../awake.ts';
import { deployerConformance } from '../deployer-conformance.ts';
import { makeScriptWorld, type ScriptWorld, scriptTarget } from '../fixtures/script-world.ts';

deployerConformance('a script', async () => makeScriptWorld());

describe('what a command target promises about running twice', () => {
  let world: ScriptWorld | null = null;
  afterEach(async () => {
    await world?.stop();
    world = null;
  });

  function given(dedup: Dedup) {
    const made = makeScriptWorld(scriptTarget({ dedup }));
    world = made;
    const call = (more: Partial<Call> = {}): Call => ({
      ...made.target,
      key: crypto.randomUUID(),
      epoch: 1,
      placement: made.placement,
      resumed: false,
      signal: AbortSignal.timeout(60_000),
      log: () => {},
      ...more,
    });
    const start = (own: Call): Promise<Effect> => made.provider.deployer.start(own, made.next);
    const pull = (own: Call) => made.provider.deployer.prestage(own, [made.next]);
    return { ...made, call, start, pull };
  }

  test('none: a resumed effect is unknown, and the program is not run', async () => {
    const { call, pull, performed } = given('none');
    expect(await pull(call({ resumed: true }))).toMatchObject({ kind: 'unknown' });
    expect(await performed()).toEqual([]);
  });

  test('none: a run that was cut short is unknown, with its reason', async () => {
    const { call, pull, order } = given('none');
    order('prestage', 'lose');
    expect(await pull(call())).toMatchObject({
      kind: 'unknown',
      why: expect.stringContaining('killed by SIGKILL'),
    });
    order('prestage', 'hang');
    const late = call({ signal: AbortSignal.timeout(1_000) });
    expect(await pull(late)).toMatchObject({
      kind: 'unknown',
      why: expect.stringContaining('did not end in time'),
    });
  });

  test('observe: a resumed effect that is there already is done without a run', async () => {
    const { call, pull, start, order, performed, provider, live, next } = given('observe');
    const { deployer } = provider;
    await pull(call());
    order('start', 'lose');
    await expect(start(call())).rejects.toThrow('killed by SIGKILL');
    const before = await performed();
    const resumed = () => call({ resumed: true });
    expect(await pull(resumed())).toEqual({ kind: 'done' });
    expect(await start(resumed())).toEqual({ kind: 'done' });
    expect(await deployer.shift(resumed(), next, live, 0)).toEqual({ kind: 'done' });
    expect(await performed()).toEqual(before);
  });

  test('observe: from the look before a resumed effect on, an older claim is refused', async () => {
    const { call, pull, start, performed } = given('observe');
    await pull(call());
    await start(call());
    const before = await performed();
    expect(await start(call({ epoch: 3, resumed: true }))).toEqual({ kind: 'done' });
    expect(await start(call({ epoch: 2 }))).toMatchObject({ kind: 'fenced' });
    expect(await performed()).toEqual(before);
  });

  test('observe: a resumed effect that is not there is run', async () => {
    const { call, pull, start, performed, provider, live, next } = given('observe');
    const { deployer } = provider;
    const resumed = () => call({ resumed: true });
    await pull(resumed());
    await start(resumed());
    await deployer.shift(resumed(), next, live, 30);
    await deployer.finish(resumed(), next, live);
    await deployer.finish(resumed(), next, null);
    const kinds = (await performed()).map(({ kind }) => kind);
    expect(kinds).toEqual(['prestage', 'start', 'shift', 'finish', 'finish']);
  });

  test.each<Dedup>(['key', 'cas'])('%s: a resumed effect is run again', async (dedup) => {
    const { call, pull, performed } = given(dedup);
    const key = crypto.randomUUID();
    await pull(call({ key }));
    expect(await pull(call({ key, resumed: true }))).toEqual({ kind: 'done' });
    expect(await performed()).toHaveLength(1);
  });

  test('without prestage there is nothing to wait for', async () => {
    const { prestage: _, ...placement } = scriptTarget();
    const made = makeScriptWorld();
    world = made;
    const { deployer } = made.provider;
    const call: Call = {
      ...made.target,
      key: 'k',
      epoch: 1,
      placement,
      resumed: false,
      signal: AbortSignal.timeout(60_000),
      log: () => {},
    };
    expect(await deployer.prestage(call, [made.next])).toEqual({ kind: 'done' });
    expect(await made.performed()).toEqual([]);
  });

  test('it measures nothing, so nothing can be judged there', () => {
    expect(given('key').provider.metrics).toBeNull();
  });
});

describe('what a command target says of changes', () => {
  const changes = async (world: ScriptWorld) => {
    const { artifacts } = world.provider;
    try {
      return await artifacts.changes?.(world.target, world.placement, world.live, world.next);
    } finally {
      await world.stop();
    }
  };
  const printing = (text: string, env: readonly string[] = []) => {
    const script = `process.stdout.write(${JSON.stringify(text)})`;
    const argv = [process.execPath, '--eval', script];
    return makeScriptWorld(scriptTarget({ changes: argv, env: ['DEPLOY_STATE', ...env] }));
  };

  test('without the program nobody knows', async () => {
    const { changes: _, ...without } = scriptTarget();
    expect(await changes(makeScriptWorld(commandTarget.parse(without)))).toBeNull();
  });

  test('a total counts what is not named, and is never less than what is', async () => {
    const told = (total: number) => printing(JSON.stringify({ changes: ['a', 'b'], total }));
    expect(await changes(told(14))).toEqual({ titles: ['a', 'b'], total: 14 });
    expect(await changes(told(1))).toEqual({ titles: ['a', 'b'], total: 2 });
  });

  test('a title that holds a credential is shown without it', async () => {
    const world = printing('{"changes": ["Use ghp_0123456789abcdef0123 to clone"]}');
    expect(await changes(world)).toEqual({ titles: ['Use [redacted] to clone'], total: 1 });
  });

  test.each(['', 'yes', '{"changes": "many"}', '{"changes": [], "total": -1}'])(
    '%j is no answer',
    async (text) => {
      await expect(changes(printing(text))).rejects.toThrow(/changes/);
    },
  );

  test('one that does not answer is ended', async () => {
    const world = makeScriptWorld();
    world.order('changes', 'hang');
    const took = awake();
    await expect(changes(world)).rejects.toThrow('changes was cut short: it ran longer than 2 s');
    expect(took()).toBeLessThan(10_000);
  });
});
