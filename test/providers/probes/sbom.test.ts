import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Artifact, Digest } from '../../../src/domain/artifact/artifact.ts';
import { instant } from '../../../src/domain/kernel/time.ts';
import { ValidationFile } from '../../../src/domain/verdict/validation.ts';
import type { Inspected } from '../../../src/ports/probes.ts';
import { createProbes } from '../../../src/providers/probes/index.ts';
import { createOciRegistry, type RegistryOptions } from '../../fakes/oci-registry.ts';

const CYCLONEDX = 'application/vnd.cyclonedx+json';
const SPDX = 'application/spdx+json';
const BEFORE: Artifact = { version: '1.0.0', digest: digest('a') };
const AFTER: Artifact = { version: '1.1.0', digest: digest('b') };
const WORSE: Artifact = { version: '1.2.0', digest: digest('c') };

function digest(letter: string): Digest {
  return `sha256:${letter.repeat(64)}`;
}

function listing(...parts: readonly string[]): string {
  const components = parts.map((one) => {
    const [name = '', version = '', licence = 'MIT'] = one.split(' ');
    const purl = `pkg:npm/${name}@${version}`;
    return { type: 'library', name, version, purl, licenses: [{ license: { id: licence } }] };
  });
  return JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components });
}

const LISTS = {
  before: listing('lodash 4.17.20', 'express 5.1.0'),
  after: listing('lodash 4.17.21', 'express 5.1.0'),
  worse: listing('lodash 4.17.21', 'express 5.0.0', 'ghost 1.0.0 AGPL-3.0-only'),
};
const DENY = { licences: ['AGPL-*'], downgrades: true };
const WELL = {
  says: 'Against 1.0.0: 1 in another version (lodash from 4.17.20 to 4.17.21)',
  fault: null,
};
const ILL =
  /^ghost 1\.0\.0 is under AGPL-3\.0-only, which is denied; express went back from 5\.1\.0 to 5\.0\.0\. Against 1\.0\.0: 1 new \(ghost 1\.0\.0\); 2 in another version/;

function look(
  where: object,
  more: Partial<Inspected> = {},
  env: Readonly<Record<string, string>> = {},
  withinMs = 60_000,
) {
  const shared = { owner: 'sre', otherwise: 'rollback', private: true };
  const own = 'kind' in where ? {} : { kind: 'sbom', deny: DENY };
  const wish = { ...ValidationFile.parse({ ...shared, ...own, ...where }), name: 'parts' };
  const about = { service: 'shop', environment: 'production', artifact: AFTER, previous: BEFORE };
  const now = instant(Date.now());
  return createProbes({ env }).inspect(
    wish,
    { ...about, now, ...more },
    AbortSignal.timeout(withinMs),
  );
}

describe('7.6 SBOMs in files', () => {
  let folder = '';
  let file = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fairway-sbom-'));
    const lists = join(folder, 'lists', 'shop');
    await mkdir(lists, { recursive: true });
    await writeFile(join(lists, '1.0.0.json'), LISTS.before);
    await writeFile(join(lists, '1.1.0.json'), LISTS.after);
    await writeFile(join(lists, '1.2.0.json'), LISTS.worse);
    await writeFile(join(lists, '1.3.0.json'), '{"bomFormat":"CycloneDX","components":[]}');
    await writeFile(join(folder, 'secret.json'), LISTS.after);
    await symlink(join(folder, 'secret.json'), join(lists, '1.4.0.json'));
    await symlink(join(lists, '1.1.0.json'), join(lists, '1.5.0.json'));
    await mkdir(join(lists, '1.6.0.json'));
    await writeFile(join(lists, '1.7.0.json'), '');
    await truncate(join(lists, '1.7.0.json'), 17 * 1_048_576);
    file = join(folder, 'lists', '{service}', '{version}.json');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const of = (version: string) => look({ file }, { artifact: { ...AFTER, version } });

  test('one that passes and one that fails', async () => {
    expect(await look({ file })).toMatchObject(WELL);
    expect((await look({ file }, { artifact: WORSE })).fault).toMatch(ILL);
  });

  test('what is not there passes nothing, whichever of the two it is', async () => {
    const where = join(folder, 'lists', 'shop');
    await expect(of('9.9.9')).rejects.toThrow(
      `the SBOM of shop 9.9.9: there is no file ${where}/9.9.9.json; put it into ${where}, readable for the workers`,
    );
    const gone = look({ file }, { previous: { ...BEFORE, version: '0.9.0' } });
    await expect(gone).rejects.toThrow(/^the SBOM of shop 0\.9\.0: there is no file/);
    await expect(of('1.3.0')).rejects.toThrow(/lists no components, and so it proves nothing/);
    const nowhere = look({ file: `${folder}/none/{version}.json` });
    await expect(nowhere).rejects.toThrow(/there is no folder .*none; make it/);
  });

  test('no name of a version and no link leads out of the folder', async () => {
    for (const version of ['../../secret', '..', '/etc/passwd', 'a/b', 'a\0b', ''])
      await expect(of(version)).rejects.toThrow(/cannot stand in a path/);
    await expect(of('1.4.0')).rejects.toThrow(/leads out of .*lists and is not read/);
    expect(await of('1.5.0')).toMatchObject({ fault: null });
  });

  test('one name for two builds leads to one list, and that is said', async () => {
    const rebuilt = { ...AFTER, digest: digest('e') };
    await expect(look({ file }, { artifact: rebuilt, previous: AFTER })).rejects.toThrow(
      /1\.1\.0 was another build before, .*\{version\}\.json cannot tell them apart; name \{digest\} in it/,
    );
    expect((await look({ file }, { artifact: AFTER, previous: AFTER })).says).toBe(
      'The same 2 components as in 1.1.0',
    );
  });

  test('a name that does not stand in the path does no harm', async () => {
    const byService = join(folder, 'lists', '{service}', '1.1.0.json');
    const evidence = { kind: 'evidence', file: byService, fresh: '1d' };
    const artifact = { ...AFTER, version: 'feature/one' };
    expect((await look(evidence, { artifact })).fault).toBeNull();
  });

  test('what is no file or too long is not read', async () => {
    await expect(of('1.6.0')).rejects.toThrow(/is no file/);
    await expect(of('1.7.0')).rejects.toThrow(/longer than 16777216 bytes/);
  });

  test('where nothing served before there is nothing to compare with', async () => {
    const first = await look({ file }, { previous: null });
    expect(first).toMatchObject({
      fault: null,
      says: expect.stringMatching(/^Nothing served before/),
    });
  });
});

describe('7.6 SBOMs at an address', () => {
  let server: Server;
  let url = '';
  beforeAll(async () => {
    server = createServer((request, response) => {
      const [, version] = /^\/shop\/production\/(.+)\.json$/.exec(request.url ?? '') ?? [];
      const list = { '1.0.0': LISTS.before, [`1.1.0-${'b'.repeat(64)}`]: LISTS.after }[
        version ?? ''
      ];
      response.writeHead(list ? 200 : 404).end(list);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());

  test('by service, environment and version', async () => {
    const address = `${url}/{service}/{environment}/{version}.json`;
    expect(await look({ url: address }, { artifact: BEFORE })).toMatchObject({ fault: null });
    await expect(look({ url: address })).rejects.toThrow(
      /1\.1\.0\.json answered 404; put it there/,
    );
  });

  test('and by digest', async () => {
    const address = `${url}/{service}/{environment}/{version}-{digest}.json`;
    await expect(look({ url: address })).rejects.toThrow(
      /^the SBOM of shop 1\.0\.0: .*answered 404/,
    );
  });
});

describe('7.6 SBOMs that come with the versions', () => {
  test('are asked of whoever tells of versions', async () => {
    const sbomOf = async ({ version }: Artifact) =>
      version === '1.0.0' ? LISTS.before : LISTS.worse;
    expect((await look({}, { sbomOf })).fault).toMatch(ILL);
    expect((await look({}, { sbomOf, artifact: BEFORE })).fault).toBeNull();
    await expect(look({}, { sbomOf: async () => null })).rejects.toThrow(/none where this version/);
    await expect(look({})).rejects.toThrow(/write file, url or registry/);
    const hangs = look({}, { sbomOf: () => new Promise<never>(() => {}) }, {}, 50);
    await expect(hangs).rejects.toThrow('no answer in time');
  });
});

describe('7.6 SBOMs in a registry of OCI', () => {
  const open: { close(): void }[] = [];
  afterAll(() => open.forEach((one) => void one.close()));

  async function registryWith(options: RegistryOptions) {
    const registry = await createOciRegistry(options);
    open.push(registry);
    registry.attach(BEFORE.digest, CYCLONEDX, LISTS.before);
    registry.attach(AFTER.digest, CYCLONEDX, LISTS.after);
    registry.attach(WORSE.digest, CYCLONEDX, LISTS.worse);
    const where = { registry: { url: registry.url, repository: 'acme/{service}' } };
    return { ...registry, where };
  }

  test.each(['api', 'tag'] as const)(
    'by the %s: one that passes, one that fails',
    async (referrers) => {
      const { where, asked } = await registryWith({ referrers });
      expect(await look(where)).toMatchObject(WELL);
      expect((await look(where, { artifact: WORSE })).fault).toMatch(ILL);
      expect(asked.some((one) => one.includes('/manifests/sha256-'))).toBe(referrers === 'tag');
    },
  );

  test('to whoever proves who asks, and not to where it stores things', async () => {
    for (const scheme of ['basic', 'bearer'] as const) {
      const login = { scheme, value: 'fairway:secret' };
      const options = { referrers: 'api', login, storesElsewhere: true } as const;
      const { where, asked } = await registryWith(options);
      const place = { registry: { ...where.registry, loginFrom: 'REGISTRY_LOGIN' } };
      const env = { REGISTRY_LOGIN: 'fairway:secret' };
      expect(await look(place, {}, env)).toMatchObject(WELL);
      expect(
        asked.filter((one) => one.startsWith('store')).map((one) => one.split(' ')[2]),
      ).toEqual(['-', '-']);
      await expect(look(place)).rejects.toThrow(/REGISTRY_LOGIN is not set here/);
      await expect(look(where)).rejects.toThrow(/name a variable|gives no token/);
      const wrong = look(place, {}, { REGISTRY_LOGIN: 'fairway:wrong' });
      await expect(wrong).rejects.toThrow(/look at what REGISTRY_LOGIN holds|gives no token/);
    }
  });

  test('a login goes nowhere but to where it may, and never without TLS', async () => {
    const login = { scheme: 'bearer', value: 'fairway:secret' } as const;
    const env = { REGISTRY_LOGIN: 'fairway:secret' };
    const sent = [
      ['https://token.example', /token\.example is not among the hosts that may be asked/],
      ['http://token.example', /a login does not go to token\.example without TLS/],
    ] as const;
    for (const [realm, why] of sent) {
      const { where } = await registryWith({ referrers: 'api', login, realm });
      const place = { registry: { ...where.registry, loginFrom: 'REGISTRY_LOGIN' } };
      await expect(look(place, {}, env)).rejects.toThrow(why);
    }
  });

  test('the newest, CycloneDX before SPDX, on whichever page', async () => {
    const { where, attach } = await registryWith({ referrers: 'api', pageSize: 1 });
    attach(AFTER.digest, 'application/vnd.example.signature', '{}');
    attach(AFTER.digest, SPDX, '{}');
    attach(AFTER.digest, `${CYCLONEDX}; version=1.6`, LISTS.worse, {
      created: '2026-01-02T03:04:05Z',
    });
    expect((await look(where)).fault).toMatch(ILL);
  });

  test('without one, with one of something else, or with another than it says, nothing passes', async () => {
    const { where, attach, forge } = await registryWith({ referrers: 'api' });
    const bare = { version: '3.0.0', digest: digest('d') };
    await expect(look(where, { artifact: bare })).rejects.toThrow(
      `the SBOM of shop 3.0.0: nothing is attached to ${bare.digest} in acme/shop; attach it as ${CYCLONEDX} or ${SPDX}`,
    );
    attach(bare.digest, 'application/vnd.example.signature', '{}');
    await expect(look(where, { artifact: bare })).rejects.toThrow(/only application\/vnd\.example/);
    attach(bare.digest, CYCLONEDX, LISTS.after, { subject: digest('e') });
    await expect(look(where, { artifact: bare })).rejects.toThrow(/attached to something else/);
    const forged = { version: '4.0.0', digest: digest('f') };
    forge(attach(forged.digest, CYCLONEDX, LISTS.after), LISTS.before);
    await expect(look(where, { artifact: forged })).rejects.toThrow(/is something else \(sha256:/);
  });

  test('without an answer nothing is known', async () => {
    const registry = { url: 'http://127.0.0.1:9', repository: 'acme/shop' };
    await expect(look({ registry })).rejects.toThrow(/cannot be reached/);
    await expect(look({ registry, private: false })).rejects.toThrow(/may be asked/);
  });
});
