import { mkdtemp, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ValidationFile } from '../../../src/domain/verdict/validation.ts';
import { awake } from '../../awake.ts';
import { DAY, inspect, NOW, portOf } from './inspecting.ts';

const servers: Server[] = [];

async function listening(server: Server): Promise<number> {
  servers.push(server);
  return portOf(server);
}

afterAll(() => {
  for (const server of servers) server.close();
});

const SECURE = {
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'self'",
};

function answer(request: IncomingMessage, response: ServerResponse): void {
  switch (request.url) {
    case '/slow':
      return void setTimeout(() => response.end('ok'), 120);
    case '/broken':
      return void response.writeHead(500).end();
    case '/bare':
    case '/undated':
      return void response.end('signed');
    case '/ahead':
      return void response
        .writeHead(200, { 'last-modified': new Date(NOW + 400 * DAY).toUTCString() })
        .end('signed');
    case '/shop/production/1.1.0':
      return void response
        .writeHead(200, { 'last-modified': new Date(NOW).toUTCString() })
        .end(' ');
    default: {
      const written = { 'last-modified': new Date(NOW - 2 * DAY).toUTCString() };
      return void response.writeHead(200, { ...SECURE, ...written }).end('signed by the auditor');
    }
  }
}

describe('7.6 pages: each look on one that passes and one that fails', () => {
  let url = '';
  beforeAll(async () => {
    const port = await listening(createHttp(answer));
    url = `http://127.0.0.1:${port}`;
  });

  test('headers', async () => {
    expect(await inspect({ kind: 'headers', url: `${url}/` })).toMatchObject({ fault: null });
    const bare = await inspect({ kind: 'headers', url: `${url}/bare` });
    expect(bare.fault).toContain('strict-transport-security is missing');
    const weak = { 'x-content-type-options': '^sniff$' };
    const wrong = await inspect({ kind: 'headers', url: `${url}/`, require: weak });
    expect(wrong.fault).toBe('x-content-type-options is nosniff');
  });

  test('evidence of compliance', async () => {
    const wish = { kind: 'evidence', url: `${url}/`, fresh: '7d', contains: 'signed' };
    expect(await inspect(wish)).toEqual({ says: 'the evidence is 2 days old', fault: null });
    expect((await inspect({ ...wish, fresh: '1d' })).fault).toMatch(
      /2 days old, allowed are 1 day/,
    );
    expect((await inspect({ ...wish, contains: 'sealed' })).fault).toMatch(/does not contain/);
    expect((await inspect({ ...wish, url: `${url}/undated` })).fault).toMatch(
      /when it was written/,
    );
    expect((await inspect({ ...wish, url: `${url}/broken` })).fault).toMatch(/answered 500/);
    expect((await inspect({ ...wish, url: `${url}/ahead` })).fault).toMatch(
      /^the evidence says that it was written on .*, which is still to come/,
    );
    const filled = { ...wish, url: `${url}/{service}/{environment}/{version}` };
    expect((await inspect(filled)).fault).toBe('the evidence is empty');
  });

  test('evidence of compliance in a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fairway-evidence-'));
    const path = join(folder, 'shop-1.1.0.txt');
    await writeFile(path, 'signed by the auditor');
    await utimes(path, NOW / 1_000, (NOW - 2 * DAY) / 1_000);
    const file = `${folder}/{service}-{version}.txt`;
    const wish = { kind: 'evidence', file, fresh: '7d', contains: 'signed' };
    expect(await inspect(wish)).toEqual({ says: 'the evidence is 2 days old', fault: null });
    expect((await inspect({ ...wish, fresh: '1d' })).fault).toMatch(/2 days old, allowed are 1/);
    expect((await inspect({ ...wish, contains: 'sealed' })).fault).toMatch(/does not contain/);
    await utimes(path, NOW / 1_000, (NOW + 2 * DAY) / 1_000);
    expect((await inspect(wish)).fault).toMatch(/which is still to come/);
    const missing = await inspect({ ...wish, file: `${folder}/{version}.txt` });
    expect(missing.fault).toBe(
      `there is no file ${folder}/1.1.0.txt; put it into ${folder}, readable for the workers`,
    );
    await writeFile(path, '');
    expect((await inspect(wish)).fault).toBe('the evidence is empty');
    await truncate(path, 1_048_577);
    await expect(inspect(wish)).rejects.toThrow(/longer than 1048576 bytes/);
    await rm(path);
    await symlink('/etc/hostname', path);
    await expect(inspect(wish)).rejects.toThrow(/leads out of/);
    await rm(folder, { recursive: true });
  });

  test('the performance budget, bounded in rate and time', async () => {
    const wish = { kind: 'performance', url: `${url}/`, rate: 40, for: '1s', p95: '100ms' };
    const well = await inspect({ ...wish, p95: '5s' });
    expect(well).toMatchObject({
      fault: null,
      says: expect.stringMatching(/0 of 40 failed at 40/),
    });
    expect((await inspect({ ...wish, url: `${url}/slow` })).fault).toMatch(/^p95 is \d+ ms/);
    const broken = await inspect({ ...wish, p95: '5s', url: `${url}/broken` });
    expect(broken.fault).toBe('40 of 40 requests failed');
  });

  test('a load that takes as long as its time is refused, for its last answers would never come', () => {
    const wish = { owner: 'shop-owners', otherwise: 'follow-up', kind: 'performance' };
    const of = (more: object) =>
      ValidationFile.safeParse({ ...wish, url: 'https://acme.example/', p95: '1s', ...more }).error;
    expect(String(of({ for: '1m' }))).toMatch(/5s longer than/);
    expect(String(of({ for: '10s', within: '14s' }))).toMatch(/5s longer than/);
  });

  test.each([
    ['tls', (port: number) => ({ host: '127.0.0.1', port })],
    ['headers', (port: number) => ({ url: `http://127.0.0.1:${port}/` })],
    ['evidence', (port: number) => ({ url: `http://127.0.0.1:${port}/`, fresh: '1d' })],
    [
      'sbom',
      (port: number) => ({ url: `http://127.0.0.1:${port}/{version}`, deny: { downgrades: true } }),
    ],
  ])(
    '%s: what takes the question and never answers is over in its time, and no answer',
    async (kind, where) => {
      const port = await listening(createServer());
      const took = awake();
      await expect(inspect({ kind, ...where(port) }, { withinMs: 300 })).rejects.toThrow();
      expect(took()).toBeLessThan(3_000);
    },
  );

  test('what may not be asked says nothing of it', async () => {
    for (const kind of [
      { kind: 'headers', url: `${url}/` },
      { kind: 'performance', url: `${url}/`, p95: '1s', for: '1s' },
      { kind: 'tls', host: '127.0.0.1', port: 9 },
      { kind: 'tls', host: '169.254.169.254', private: true },
    ])
      await expect(inspect({ private: false, ...kind })).rejects.toThrow(/may be asked/);
  });
});
