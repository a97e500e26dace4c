import { afterEach, describe, expect, test } from 'vitest';
import type { Call, Dedup, Effect } from '../../../src/ports/deployer.ts';
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
      signal: AbortSignal.timeout(10_000),
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
      signal: AbortSignal.timeout(5_000),
      log: () => {},
    };
    expect(await deployer.prestage(call, [made.next])).toEqual({ kind: 'done' });
    expect(await made.performed()).toEqual([]);
  });

  test('it measures nothing, so nothing can be judged there', () => {
    expect(given('key').provider.metrics).toBeNull();
  });
});
