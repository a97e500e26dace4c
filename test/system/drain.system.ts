import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Artifact } from '../../src/domain/artifact/artifact.ts';
import type { Call, Effect } from '../../src/ports/deployer.ts';
import { needs } from './needs.ts';
import { untilSettled } from './slots/settled.ts';
import { slotWorld } from './slots/world.ts';

type World = Awaited<ReturnType<typeof slotWorld>>;
const { here, skipped } = needs('haproxy');

describe.skipIf(!here)(
  `5.6 a WebSocket held open over a retirement, by Debian's haproxy${skipped}`,
  () => {
    let world: World;
    const versions: Artifact[] = [];
    beforeAll(async () => {
      world = await slotWorld();
      for (const version of ['1.0.0', '1.1.0']) {
        const found = await world.provider.artifacts.resolve(
          world.target,
          world.placement,
          version,
        );
        if (found.kind === 'found') versions.push(found.artifact);
      }
    });
    afterAll(() => world?.stop());

    const settled = (
      ask: (call: Call) => Promise<Effect>,
      drain: string,
      during?: () => Promise<void>,
    ) => untilSettled(world, ask, { drain }, during);
    async function opened() {
      const socket = new WebSocket(`ws://127.0.0.1:${world.front}/`);
      await once(socket, 'open');
      const ask = async (): Promise<string> => {
        socket.send('which?');
        const [answer] = await once(socket, 'message');
        return String(answer);
      };
      return { socket, ask };
    }

    test('it is told and goes on until it ends by itself; what never ends is cut when its time is over', async () => {
      const { deployer } = world.provider;
      const [one, two] = versions;
      if (!one || !two) throw new Error('two versions');
      await settled((call) => deployer.start(call, one), '9m');
      await settled((call) => deployer.shift(call, one, null, 100), '9m');
      const patient = await opened();
      let isClosed = false;
      patient.socket.on('close', () => {
        isClosed = true;
      });
      await settled((call) => deployer.start(call, two), '9m');
      await settled((call) => deployer.shift(call, two, one, 100), '9m');

      let asked = 0;
      const retired = await settled(
        (call) => deployer.finish(call, two, one),
        '30s',
        async () => {
          expect(await patient.ask()).toBe('1.0.0');
          expect(isClosed).toBe(false);
          asked += 1;
          if (asked === 10) patient.socket.close();
          if (asked === 10) await once(patient.socket, 'close');
        },
      );
      expect(retired.effect).toEqual({ kind: 'done' });
      expect(asked).toBe(10);
      expect(retired.said[0]).toBe('Draining: 1 session, 30 seconds left');

      const stubborn = await opened();
      expect(await stubborn.ask()).toBe('1.1.0');
      await settled((call) => deployer.shift(call, one, two, 100), '9m');
      const gone = once(stubborn.socket, 'close');
      stubborn.socket.on('error', () => {});
      const cut = await settled((call) => deployer.finish(call, one, two), '2s');
      expect(cut.effect).toEqual({ kind: 'done', note: '1 session on 1.1.0 was cut after 2s' });
      await gone;
      expect(await world.ask()).toBe('1.0.0');
    });
  },
);
