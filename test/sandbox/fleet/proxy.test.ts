import { createServer, type RequestListener, request, type Server } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { listenOnLoopback } from '../../../src/sandbox/fleet/listen.ts';
import { createBackend } from '../../../src/sandbox/fleet/proxy/backend.ts';
import { startProxy } from '../../../src/sandbox/fleet/proxy/start-proxy.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function behindProxy(listener: RequestListener) {
  const served: [string, number][] = [];
  const server: Server = createServer(listener);
  const backend = createBackend('9.9.9');
  backend.pointTo(await listenOnLoopback(server));
  const proxy = await startProxy((version, { status }) => served.push([version, status]));
  proxy.route([{ item: backend, weight: 100 }]);
  closing.push(
    () => proxy.close(100),
    async () => {
      server.closeAllConnections();
      server.close();
    },
  );
  return { served, backend, proxy, server, url: `http://127.0.0.1:${proxy.port}` };
}

describe('proxy', () => {
  test('passes method, path, body and repeated headers; keeps what belongs to one connection', async () => {
    const { url, served } = await behindProxy(async (req, res) => {
      const body = await text(req);
      res.setHeader('set-cookie', ['a=1', 'b=2']);
      res.writeHead(201, {
        'x-seen': JSON.stringify([req.headers['x-secret'], req.headers['te']]),
      });
      res.end(`${req.method} ${req.url} ${body}`);
    });
    const answer = await new Promise<{
      status?: number;
      cookies?: string[];
      seen?: unknown;
      body: string;
    }>((resolve, reject) => {
      const headers = { connection: 'x-secret', 'x-secret': 'hop', te: 'trailers' };
      const asked = request(`${url}/a?b=c`, { method: 'PUT', headers }, async (res) => {
        resolve({
          status: res.statusCode ?? 0,
          cookies: res.headers['set-cookie'] ?? [],
          seen: res.headers['x-seen'],
          body: await text(res),
        });
      });
      asked.on('error', reject);
      asked.end('hello');
    });
    expect(answer).toEqual({
      status: 201,
      cookies: ['a=1', 'b=2'],
      seen: '[null,null]',
      body: 'PUT /a?b=c hello',
    });
    await expect.poll(() => served).toEqual([['9.9.9', 201]]);
  });

  test('a chunked body on a GET cannot smuggle a second request', async () => {
    const paths: string[] = [];
    const { proxy } = await behindProxy(async (req, res) => {
      paths.push(`${req.url} ${await text(req)}`);
      res.end('ok');
    });
    const inner = 'GET /smuggled HTTP/1.1\r\nhost: x\r\n\r\n';
    const socket = connect(proxy.port, '127.0.0.1');
    socket.write(
      `GET /outer HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n${inner.length.toString(16)}\r\n${inner}\r\n0\r\n\r\n`,
    );
    await text(socket);
    expect(paths).toEqual([`/outer ${inner}`]);
  });

  test('streams: the first part arrives while the rest is still to come', async () => {
    let finish: () => void = () => {};
    const { url } = await behindProxy((_req, res) => {
      res.write('first');
      finish = () => res.end(' last');
    });
    const answer = await fetch(url);
    const reader = answer.body?.getReader();
    const part = await reader?.read();
    expect(Buffer.from(part?.value ?? []).toString()).toBe('first');
    finish();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe(' last');
  });

  test('a backend that is not there is a failed request of its version, not retried', async () => {
    const { url, backend, served } = await behindProxy((_req, res) => res.end());
    backend.pointTo(undefined);
    expect((await fetch(url)).status).toBe(502);
    await expect.poll(() => served).toEqual([['9.9.9', 502]]);
  });

  test('a backend that breaks off in the middle counts as 502', async () => {
    const { url, served } = await behindProxy((_req, res) => {
      res.writeHead(200, { 'content-length': '100' });
      res.write('half');
      setTimeout(() => res.destroy(), 20);
    });
    await expect(fetch(url).then((answer) => answer.text())).rejects.toThrow();
    await expect.poll(() => served).toEqual([['9.9.9', 502]]);
  });

  test('a client that leaves is nobody’s error', async () => {
    const leaving = new AbortController();
    const { url, served } = await behindProxy(() => leaving.abort());
    await expect(fetch(url, { signal: leaving.signal })).rejects.toThrow();
    await expect.poll(() => served).toEqual([['9.9.9', 499]]);
  });

  test('draining waits for the request in flight', async () => {
    const { promise: reached, resolve: reach } = Promise.withResolvers<() => void>();
    const { url, backend, proxy } = await behindProxy((_req, res) => {
      reach(() => res.end('whole'));
    });
    const asked = fetch(url).then((answer) => answer.text());
    const end = await reached;
    proxy.route([]);
    let drained = false;
    const draining = backend.drained(60_000).then(() => {
      drained = true;
    });
    await wait(20);
    expect(drained).toBe(false);
    end();
    expect(await asked).toBe('whole');
    await draining;
    expect((await fetch(url)).status).toBe(503);
  });
});
