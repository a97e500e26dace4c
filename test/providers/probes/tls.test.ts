import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as createHttp } from 'node:http';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTls, type TlsOptions } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { needs } from '../../system/needs.ts';
import { issued, type Pair } from './certificates.ts';
import { DAY, inspect, NOW, portOf } from './inspecting.ts';

const openssl = needs('openssl');

describe.skipIf(!openssl.here)(
  `7.6 TLS, each on one that passes and one that fails${openssl.skipped}`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'fairway-tls-'));
    const servers: Server[] = [];
    let root: Pair;
    let between: Pair;
    let shop: Pair;
    let other: Pair;
    beforeAll(async () => {
      const signs = 'basicConstraints=critical,CA:TRUE';
      root = await issued(folder, 'root', signs);
      between = await issued(folder, 'between', signs, 'root');
      [shop, other] = await Promise.all([
        issued(folder, 'shop', 'subjectAltName=DNS:localhost,IP:127.0.0.1', 'between'),
        issued(folder, 'other', 'subjectAltName=DNS:other.example', 'between'),
      ]);
    });
    afterAll(() => {
      for (const server of servers) server.close();
      rmSync(folder, { recursive: true, force: true });
    });

    /** What a look at it says, from where `root` is trusted. */
    async function look(options: TlsOptions, wish: object = {}, more = {}) {
      const server = createTls({ key: shop.key, cert: `${shop.cert}${between.cert}`, ...options });
      servers.push(server);
      const port = await portOf(server);
      return inspect({ kind: 'tls', host: 'localhost', port, ...wish }, { ca: root.cert, ...more });
    }

    test('a chain it trusts, by name and by address, a while left, a protocol new enough', async () => {
      for (const host of ['localhost', '127.0.0.1'])
        expect(await look({}, { host })).toEqual({
          fault: null,
          says: expect.stringMatching(/^TLSv1\.3, valid for (29|30) days/),
        });
    });

    test('a chain to a root that it does not know, and one with a link that is not sent', async () => {
      expect((await look({}, {}, { ca: other.cert })).fault).toMatch(/not trusted \(/);
      expect((await look({ cert: shop.cert })).fault).toMatch(
        /not trusted \(UNABLE_TO_VERIFY_LEAF/,
      );
    });

    test('a certificate of another host', async () => {
      const another = await look({ key: other.key, cert: `${other.cert}${between.cert}` });
      expect(another.fault).toBe('the chain is not trusted (ERR_TLS_CERT_ALTNAME_INVALID)');
    });

    test('too little time left, and none', async () => {
      expect((await look({}, { validFor: '60d' })).fault).toMatch(
        /valid for (29|30) days.*wanted are 60 days/,
      );
      expect((await look({}, {}, { now: NOW + 31 * DAY })).fault).toMatch(/expired on/);
    });

    test('an older protocol than asked for, and none at all', async () => {
      const old = { maxVersion: 'TLSv1.2' } as const;
      expect((await look(old)).fault).toBeNull();
      expect((await look(old, { protocol: 'TLSv1.3' })).fault).toMatch(/no handshake/);
      const older = {
        minVersion: 'TLSv1',
        maxVersion: 'TLSv1.1',
        ciphers: 'ALL:@SECLEVEL=0',
      } as const;
      expect((await look(older)).fault).toMatch(/no handshake/);
      const plain = createHttp((_, response) => void response.end());
      servers.push(plain);
      const port = await portOf(plain);
      expect((await inspect({ kind: 'tls', host: '127.0.0.1', port })).fault).toMatch(
        /no handshake/,
      );
    });

    test('nobody there is no answer', async () => {
      await expect(inspect({ kind: 'tls', host: '127.0.0.1', port: 9 })).rejects.toThrow();
    });
  },
);
