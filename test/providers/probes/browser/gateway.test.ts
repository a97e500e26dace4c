import { createServer } from 'node:http';
import { type AddressInfo, connect, createServer as createTcp } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AllowedHost } from '../../../../src/providers/outbound/allowed.ts';
import type { Resolve } from '../../../../src/providers/outbound/lookup.ts';
import { openGateway } from '../../../../src/providers/probes/browser/gateway.ts';
import { FORBIDDEN, FORBIDDEN_6, waysToWrite } from '../../outbound/nasty.ts';

const server = createServer((asked, answer) => answer.end(`asked by ${asked.headers.host}`));
let port = 0;
let connects = 0;

beforeAll(async () => {
  server.on('connection', () => {
    connects += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

type Way = 'plain' | 'tunnel';

/** What a browser that has this proxy is answered: a line, or all of it; `cut` when nothing comes. */
function asks(proxy: string, way: Way, to: string): Promise<string> {
  const { hostname, port: at } = new URL(proxy);
  const line = way === 'plain' ? `GET ${to}` : `CONNECT ${to}`;
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(Number(at), hostname, () =>
      socket.write(`${line} HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n`),
    );
    socket.on('data', (part) => {
      text += part;
      if (way === 'tunnel') socket.destroy();
    });
    socket.on('error', () => undefined).on('close', () => resolve(text === '' ? 'cut' : text));
  });
}

async function through(
  allow: readonly AllowedHost[],
  resolve: Resolve | undefined,
  ask: (url: string) => Promise<void>,
): Promise<ReadonlyMap<string, string>> {
  const gateway = await openGateway(allow, resolve);
  try {
    await ask(gateway.url);
    return gateway.refused;
  } finally {
    gateway.close();
  }
}

const loopback: Resolve = async () => [{ address: '127.0.0.1', family: 4 }];
const OWN = [{ host: 'shop.example', private: true }];
const PUBLIC = [{ host: 'shop.example' }];

describe('7.3 the one way out of a browser', () => {
  test('leads to a host that is named, plain and by tunnel', async () => {
    await through(OWN, loopback, async (proxy) => {
      expect(await asks(proxy, 'plain', `http://shop.example:${port}/`)).toContain(
        'asked by shop.example',
      );
      expect(await asks(proxy, 'tunnel', `shop.example:${port}`)).toContain(
        '200 Connection Established',
      );
    });
  });

  test.each(['plain', 'tunnel'] as const)(
    '%s: never to another, nor by any way of writing it',
    async (way) => {
      const before = connects;
      const hosts = [
        'other.example',
        ...FORBIDDEN.flatMap((one) => waysToWrite(one)),
        ...FORBIDDEN_6.map((one) => `[${one}]`),
      ];
      await through(PUBLIC, loopback, async (proxy) => {
        for (const host of hosts) {
          const to = way === 'plain' ? `http://${host}:${port}/` : `${host}:${port}`;
          expect(await asks(proxy, way, to), to).toMatch(/^(cut|HTTP\/1.1 400 Bad Request)/);
        }
      });
      expect(connects).toBe(before);
    },
  );

  test.each(['plain', 'tunnel'] as const)(
    '%s: nor by a name that was good a moment ago',
    async (way) => {
      const before = connects;
      let asked = 0;
      const rebinding: Resolve = async () => {
        asked += 1;
        return asked === 1 ? [{ address: '192.0.2.1', family: 4 }] : loopback('');
      };
      await rebinding('shop.example'); // what a check beforehand would have been told
      const refused = await through(PUBLIC, rebinding, async (proxy) => {
        const to = `shop.example:${port}`;
        expect(await asks(proxy, way, way === 'plain' ? `http://${to}/` : to)).toBe('cut');
      });
      expect([...refused.values()].join()).toContain('stands for 127.0.0.1');
      expect(connects).toBe(before);
    },
  );

  test('says what came of a host that may be asked and is not there', async () => {
    const closed = createTcp();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port: nobody } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const gateway = await openGateway(OWN, loopback);
    expect(await asks(gateway.url, 'tunnel', `shop.example:${nobody}`)).toBe('cut');
    expect([...gateway.unreached]).toEqual([['shop.example', 'ECONNREFUSED']]);
    expect(gateway.refused.size).toBe(0);
    gateway.close();
  });
});
