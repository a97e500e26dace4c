import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTls } from 'node:tls';
import { digestOf, NEW, OLD } from '../../domain/sample.ts';
import { createOciRegistry } from '../../fakes/oci-registry.ts';
import { issued } from './certificates.ts';
import { portOf } from './inspecting.ts';

/** The version whose list of components holds what is denied. */
export const WORSE = { version: '1.2.0', digest: digestOf('c') };
const CYCLONEDX = 'application/vnd.cyclonedx+json';

const LISTS: { readonly [version: string]: string } = {
  [OLD.version]: listing('lodash 4.17.20 MIT'),
  [NEW.version]: listing('lodash 4.17.21 MIT'),
  [WORSE.version]: listing('lodash 4.17.21 MIT', 'ghost 1.0.0 AGPL-3.0-only'),
};

function listing(...parts: readonly string[]): string {
  const components = parts.map((one) => {
    const [name = '', version = '', id = ''] = one.split(' ');
    const purl = `pkg:npm/${name}@${version}`;
    return { type: 'library', name, version, purl, licenses: [{ license: { id } }] };
  });
  return JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components });
}

const SECURE = {
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'self'",
};

/**
 * Servers, files and a registry that validations are held against: a page that is as it must be at `/well`, one that
 * is not at `/ill`, certificates of this host and of another, and a list of components for each version.
 */
export async function realTargets() {
  const folder = mkdtempSync(join(tmpdir(), 'fairway-matrix-'));
  const signs = 'basicConstraints=critical,CA:TRUE';
  const root = await issued(folder, 'root', signs);
  const [own, other] = await Promise.all([
    issued(folder, 'own', 'subjectAltName=DNS:localhost', 'root'),
    issued(folder, 'other', 'subjectAltName=DNS:other.example', 'root'),
  ]);
  const registry = await createOciRegistry({ referrers: 'api' });
  for (const { version, digest } of [OLD, NEW, WORSE]) {
    const list = LISTS[version] ?? '';
    registry.attach(digest, CYCLONEDX, list);
    writeFileSync(join(folder, `${version}.json`), list);
  }
  writeFileSync(join(folder, 'well'), 'signed');
  writeFileSync(join(folder, 'ill'), 'open');
  const servers: readonly Server[] = [createTls(own), createTls(other), createHttp(answer)];
  const [tlsPort, otherPort, port] = await Promise.all(servers.map(portOf));
  return {
    folder,
    root: root.cert,
    tlsPort,
    otherPort,
    url: `http://127.0.0.1:${port}`,
    registry: { url: registry.url, repository: 'acme/{service}' },
    close() {
      for (const server of servers) server.close();
      registry.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
export type RealTargets = Awaited<ReturnType<typeof realTargets>>;

function answer({ url = '' }: IncomingMessage, response: ServerResponse): void {
  const [, version = ''] = /^\/(.+)\.json$/.exec(url) ?? [];
  const list = LISTS[version];
  const written = { 'last-modified': new Date().toUTCString() };
  if (list !== undefined) response.writeHead(200).end(list);
  else if (url === '/well') response.writeHead(200, { ...SECURE, ...written }).end('signed');
  else if (url === '/ill') response.writeHead(200, written).end('open');
  else response.writeHead(500).end();
}
