import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { mayReach } from '../../../src/providers/outbound/address.ts';
import type { AllowedHost } from '../../../src/providers/outbound/allowed.ts';
import { type Guard, guardedFetch } from '../../../src/providers/outbound/guarded-fetch.ts';
import { OutboundError } from '../../../src/providers/outbound/outbound-error.ts';
import { FORBIDDEN, FORBIDDEN_6, MALFORMED, waysToWrite } from './nasty.ts';

let server: Server;
let port = 0;
let connects = 0;

beforeAll(async () => {
  server = createServer((req, res) => answer(req.url ?? '', res));
  server.on('connection', () => {
    connects += 1;
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  connects = 0;
});

function answer(path: string, res: ServerResponse): void {
  if (path === '/away') res.writeHead(302, { location: 'http://169.254.169.254/' }).end();
  else if (path === '/round') res.writeHead(307, { location: '/round' }).end();
  else if (path === '/large') res.end('x'.repeat(5_000));
  else if (path === '/silent') return;
  else if (path === '/drip') {
    res.write('a');
    const timer = setInterval(() => res.write('a'), 20);
    res.on('close', () => clearInterval(timer));
  } else if (path === '/cut') {
    res.writeHead(200, { 'content-length': '100' });
    res.write('half');
    setTimeout(() => res.destroy(), 20);
  } else res.writeHead(path === '/none' ? 404 : 200, { 'x-kind': 'plain' }).end(`asked ${path}`);
}

const HERE = { host: '127.0.0.1', private: true } as const;

function guard(allow: readonly AllowedHost[], more: Partial<Guard> = {}) {
  return guardedFetch({ allow: () => allow, timeoutMs: 1_000, maxBytes: 1_000, ...more });
}

async function codeOf(asking: Promise<unknown>): Promise<string> {
  try {
    await asking;
  } catch (error) {
    return error instanceof OutboundError ? error.code : `threw ${String(error)}`;
  }
  return 'answered';
}

const urls = [
  ...FORBIDDEN.flatMap((one) => waysToWrite(one)),
  ...FORBIDDEN_6.map((one) => `[${one}]`),
];

describe('what must never be connected to', () => {
  test(`is not, in ${urls.length} ways of writing it, though its very host is allowed`, async () => {
    expect(urls.length).toBeGreaterThan(200);
    for (const host of urls) {
      const url = `http://${host}:${port}/`;
      const own = URL.canParse(url) ? new URL(url).hostname : host;
      const code = await codeOf(guard([{ host: own }])(url));
      expect(['address', 'not allowed'], url).toContain(code);
    }
    expect(connects).toBe(0);
  });

  test('nor where private hosts are allowed, as far as it gives out credentials or leads astray', async () => {
    const never = ['169.254.169.254', '100.100.100.200', '0.0.0.0', '224.0.0.1', '168.63.129.16'];
    for (const host of [...never.flatMap(waysToWrite), '[fe80::1]', '[fd00:ec2::254]', '[::]']) {
      const url = `http://${host}:${port}/`;
      const own = URL.canParse(url) ? new URL(url).hostname : host;
      const code = await codeOf(guard([{ host: own, private: true }])(url));
      expect(['address', 'not allowed'], url).toContain(code);
    }
    expect(connects).toBe(0);
  });

  test.each(MALFORMED)('nor by %j', async (url) => {
    const ask = guard([{ host: 'shop.example', port: 80 }], { resolve: () => loopback() });
    expect(['address', 'not allowed']).toContain(await codeOf(ask(url)));
    expect(connects).toBe(0);
  });

  test.each([...FORBIDDEN, ...FORBIDDEN_6])('nor by a name that stands for %s', async (address) => {
    const resolve = async () => [{ address, family: address.includes(':') ? 6 : 4 }];
    const ask = guard([{ host: 'shop.example' }], { resolve });
    expect(await codeOf(ask(`http://shop.example:${port}/`))).toBe('address');
    expect(connects).toBe(0);
  });

  test('nor by a name of which one address is good and another is not', async () => {
    const resolve = async () => [{ address: '93.184.215.14', family: 4 }, ...(await loopback())];
    const ask = guard([{ host: 'shop.example' }], { resolve });
    expect(await codeOf(ask(`http://shop.example:${port}/`))).toBe('address');
    expect(connects).toBe(0);
  });

  test('nor by a name that was good a moment ago: what it stands for is asked once, where it connects', async () => {
    let asked = 0;
    const resolve = async () => {
      asked += 1;
      return asked === 1 ? loopback() : [{ address: '169.254.169.254', family: 4 }];
    };
    const allow = [{ host: 'shop.example', private: true }];
    const url = `http://shop.example:${port}/`;
    expect(await codeOf(guard(allow, { resolve })(url))).toBe('answered');
    expect({ asked, connects }).toEqual({ asked: 1, connects: 1 });
    expect(await codeOf(guard(allow, { resolve })(url))).toBe('address');
    expect({ asked, connects }).toEqual({ asked: 2, connects: 1 });
  });

  test('nor another port than the one that is allowed', async () => {
    expect(await codeOf(guard([{ ...HERE, port: port + 1 }])(`http://127.0.0.1:${port}/`))).toBe(
      'not allowed',
    );
    expect(connects).toBe(0);
  });
});

describe('what may be asked', () => {
  test('a private host that is allowed by its exact name answers', async () => {
    const ask = guard([{ host: 'probe.internal', private: true }], { resolve: () => loopback() });
    const { status, headers, text } = await ask(`http://PROBE.internal:${port}/metrics`);
    expect({ status, kind: headers['x-kind'], text }).toEqual({
      status: 200,
      kind: 'plain',
      text: 'asked /metrics',
    });
    expect(connects).toBe(1);
  });

  test('a refusal of theirs is an answer', async () => {
    expect(await guard([HERE])(`http://127.0.0.1:${port}/none`)).toMatchObject({ status: 404 });
  });

  test.each([
    ['/away', 'redirect'],
    ['/round', 'redirect'],
    ['/large', 'too large'],
    ['/silent', 'time'],
    ['/drip', 'time'],
    ['/cut', 'unreachable'],
  ])('%s ends as %s', async (path, code) => {
    const ask = guard([HERE], { timeoutMs: 300 });
    expect(await codeOf(ask(`http://127.0.0.1:${port}${path}`))).toBe(code);
  });

  test('a redirect asked for is given back, and where it leads is guarded as all else', async () => {
    const ask = guard([HERE]);
    const away = await ask(`http://127.0.0.1:${port}/away`, { redirect: 'manual' });
    expect(away.status).toBe(302);
    expect(await codeOf(ask(away.headers['location'] ?? ''))).toBe('not allowed');
  });

  test('what is no longer allowed is refused over a connection that still stands', async () => {
    let allow: readonly AllowedHost[] = [HERE];
    const ask = guardedFetch({ allow: () => allow, timeoutMs: 1_000, maxBytes: 1_000 });
    await ask(`http://127.0.0.1:${port}/`);
    allow = [{ host: '127.0.0.1' }];
    expect(await codeOf(ask(`http://127.0.0.1:${port}/`))).toBe('address');
    allow = [];
    expect(await codeOf(ask(`http://127.0.0.1:${port}/`))).toBe('not allowed');
    expect(connects).toBe(1);
  });

  test.each(['8.8.8.8', '1.1.1.1', '2606:4700:4700::1111', '::ffff:8.8.8.8'])(
    '%s is of the internet',
    (address) => expect(mayReach(address, 'public')).toBe(true),
  );
  test.each(['10.0.0.7', '127.0.0.1', '::1', 'fd12::1', '100.64.0.9'])(
    '%s is of our own',
    (address) => {
      expect(mayReach(address, 'private')).toBe(true);
      expect(mayReach(address, 'public')).toBe(false);
    },
  );
});

async function loopback() {
  return [{ address: '127.0.0.1', family: 4 }];
}
