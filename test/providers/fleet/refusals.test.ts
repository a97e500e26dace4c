import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFleetDeployer } from '../../../src/providers/fleet/deployer.ts';

const artifact = { version: '1.1.0', digest: `sha256:${'a'.repeat(64)}` } as const;
let server: Server;
let answers: { readonly status: number; readonly body: string };
let admin = '';

beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume();
    response.writeHead(answers.status).end(answers.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  admin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function start(status: number, body: object) {
  answers = { status, body: JSON.stringify(body) };
  const log = { info() {}, warn() {}, error() {} };
  const call = {
    service: 'shop',
    environment: 'production',
    key: 'D-1:1:1',
    epoch: 1,
    placement: {},
    resumed: false,
    signal: AbortSignal.timeout(60_000),
    log() {},
  };
  return createFleetDeployer('fleet', admin, log).start(call, artifact);
}

describe('what the fleet, or something on the way to it, refuses', () => {
  test.each([408, 425, 429, 500, 502, 503, 504])(
    '%d says nothing about the effect: it throws, and the same key is asked for again',
    async (status) => {
      await expect(start(status, { why: 'too busy' })).rejects.toThrow(String(status));
    },
  );

  test('a fence is believed only when the fleet says so', async () => {
    const fenced = { code: 'fenced', why: 'epoch 7 has been seen', epoch: 7 };
    expect(await start(409, fenced)).toEqual({ kind: 'fenced' });
    const other = { code: 'conflict', why: 'somebody else is at it' };
    expect(await start(409, other)).toMatchObject({ kind: 'failed', why: other.why });
  });

  test.each([400, 403, 404, 422])(
    '%d is a known failure that only repeats itself',
    async (status) => {
      expect(await start(status, { why: 'no such thing' })).toEqual({
        kind: 'failed',
        why: 'no such thing',
        retryable: false,
      });
    },
  );
});
