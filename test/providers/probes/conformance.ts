import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Probe } from '../../../src/domain/catalog/catalog.ts';
import type { Route } from '../../../src/domain/verdict/journey/form.ts';
import type { Probes } from '../../../src/ports/probes.ts';

/** A site with a route of three steps, the last of which is a payment. */
export interface ProbesWorld {
  readonly probes: Probes;
  readonly probe: Probe;
  readonly route: Route;
  pays(how: 'well' | 'badly'): void;
  /** From now on the probe itself answers nobody. */
  loseProbe(): void | Promise<void>;
  stop(): Promise<void>;
}

const GIVEN = { service: 'shop', environment: 'production', version: '1.1.0', key: 'D-7:3:1' };

/** What every way to walk must hold to, whatever it walks with. */
export function conformsAsProbes(name: string, makeWorld: () => Promise<ProbesWorld>): void {
  describe(`7.3 ${name} walks as the port says`, () => {
    let world: ProbesWorld;
    beforeAll(async () => {
      world = await makeWorld();
    });
    afterAll(() => world.stop());
    const walk = () =>
      world.probes.walk(world.probe, world.route, GIVEN, AbortSignal.timeout(60_000));

    test('every step that is well, in order, each with its time', async () => {
      const { steps } = await walk();
      expect(steps.map((one) => one.name)).toEqual(world.route.steps.map((one) => one.name));
      for (const { ms, why } of steps) {
        expect(why).toBeNull();
        expect(Number.isInteger(ms) && ms >= 0).toBe(true);
      }
    });

    test('up to the first that fails, which says why; walked twice it is the same', async () => {
      world.pays('badly');
      for (const _ of [1, 2]) {
        const { steps } = await walk();
        expect(steps.at(-1)?.why).toBe('answered 500, expected 2xx');
        expect(steps.slice(0, -1).every(({ why }) => why === null)).toBe(true);
      }
      world.pays('well');
      expect((await walk()).steps.at(-1)?.why).toBeNull();
    });

    test('a probe that does not answer has no say', async () => {
      await world.loseProbe();
      await expect(walk()).rejects.toThrow();
    });
  });
}
