import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Artifact } from '../../src/domain/artifact/artifact.ts';
import type { Call, Effect } from '../../src/ports/deployer.ts';
import { needs } from './needs.ts';
import { untilSettled } from './slots/settled.ts';
import { shopperAt } from './slots/shopper.ts';
import { slotWorld } from './slots/world.ts';

type World = Awaited<ReturnType<typeof slotWorld>>;
const { here, skipped } = needs('haproxy');

describe.skipIf(!here).each([
  { sticky: 'cookie', said: 'clients bound by a cookie' },
  { sticky: 'table', said: '2 bound clients' },
] as const)(
  `5.6 carts of shoppers bound by a $sticky, by Debian's haproxy${skipped}`,
  ({ sticky, said }) => {
    let world: World;
    const versions: Artifact[] = [];
    beforeAll(async () => {
      world = await slotWorld(sticky);
      const { provider, target, placement } = world;
      for (const version of ['1.0.0', '1.1.0']) {
        const found = await provider.artifacts.resolve(target, placement, version);
        if (found.kind === 'found') versions.push(found.artifact);
      }
    });
    afterAll(() => world?.stop());

    const settled = (
      ask: (call: Call) => Promise<Effect>,
      more?: object,
      during?: () => Promise<void>,
    ) => untilSettled(world, ask, more, during);

    test('what was put into a cart on the old version is read on the new one, WebSockets are closed with 1001, and no request fails', async () => {
      const { deployer } = world.provider;
      const [one, two] = versions;
      if (!one || !two) throw new Error('two versions');
      await settled((call) => deployer.start(call, one));
      await settled((call) => deployer.shift(call, one, null, 100));
      const [ana, ben, cleo] = ['ana', 'ben', 'cleo'].map((name) => shopperAt(world.front, name));
      if (!ana || !ben || !cleo) throw new Error('three shoppers');
      await ana.cart('tea');
      await ben.cart('bread');
      const load = world.load(4);
      const browsing = ana.browse();
      try {
        await settled((call) => deployer.start(call, two));
        await settled((call) => deployer.shift(call, two, one, 100));
        expect(await cleo.cart('milk')).toEqual({ version: '1.1.0', items: ['milk'] });

        // Whoever has been there stays until the drain is over, and so does what is open.
        const chat = await ben.opened();
        let times = 0;
        const retired = await settled(
          (call) => deployer.finish(call, two, one),
          { drain: '4s', close: world.close },
          async () => {
            expect(await ben.cart()).toEqual({ version: '1.0.0', items: ['bread'] });
            expect(await chat.ask()).toBe('1.0.0');
            times += 1;
          },
        );
        expect(times).toBeGreaterThan(3);
        expect(retired.said[0]).toMatch(
          new RegExp(`^Draining: \\d+ sessions? and ${said}, 10 seconds left$`),
        );
        const bound =
          sticky === 'table'
            ? '2 clients bound to 1.0.0 were handed over'
            : 'clients bound to 1.0.0 by a cookie were handed over, uncounted: haproxy keeps no list of them';
        expect(retired.effect).toEqual({
          kind: 'done',
          note: `${bound}; 1 session on 1.0.0 was closed after 4s`,
        });
        expect(await chat.closed).toBe(1001);
        expect(await ben.cart()).toEqual({ version: '1.1.0', items: ['bread'] });
        expect(await ana.cart('jam')).toEqual({ version: '1.1.0', items: ['tea', 'jam'] });

        // A rollback hands over at once; what is open on the version it stops is closed by that itself.
        await settled((call) => deployer.shift(call, one, two, 100));
        const open = await cleo.opened();
        expect(await open.ask()).toBe('1.1.0');
        const back = await settled(
          (call) => deployer.finish(call, one, null),
          { drain: '3s' },
          async () => {
            expect(await cleo.cart()).toEqual({ version: '1.0.0', items: ['milk'] });
            expect(await open.ask()).toBe('1.1.0');
          },
        );
        const all =
          sticky === 'table' ? '3 clients bound to 1.1.0' : 'clients bound to 1.1.0 by a cookie';
        expect(back.said[0]).toContain(`${all} were handed over`);
        expect(back.effect).toEqual({
          kind: 'done',
          note: '1 session on 1.1.0 was closed after 3s',
        });
        expect(await open.closed).toBe(1001);
        expect(await ana.cart()).toEqual({ version: '1.0.0', items: ['tea', 'jam'] });
      } finally {
        await Promise.all([load.stop(), browsing.stop()]);
      }
      expect([...load.failures, ...browsing.failures]).toEqual([]);
      expect(browsing.carts.length).toBeGreaterThan(100);
      expect(browsing.carts.every(({ items }) => items[0] === 'tea')).toBe(true);
      expect(new Set(browsing.carts.map(({ version }) => version)).size).toBe(2);
    });
  },
);
