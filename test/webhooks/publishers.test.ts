import { expect, test } from 'vitest';
import {
  type Occasion,
  PUBLISHER_KINDS,
  type Publishes,
  publicationsOf,
  versionIn,
} from '../../src/domain/governance/publication.ts';
import { createHooks } from '../../src/http/hooks.ts';
import type { Received } from '../../src/ports/inbox.ts';
import type { Headers } from '../../src/ports/webhook-source.ts';
import { publisherKinds } from '../../src/providers/publisher-kinds.ts';
import { createRandom } from '../soak/random.ts';
import { mutated } from './fuzz.ts';
import { GITHUB, type Kind, PUBLISHED, provenBy, publisher } from './publisher-samples.ts';
import { NOON, SECRET } from './samples.ts';

const SHA = '0123456789abcdef0123456789abcdef01234567';

function hooksOf(kind: Kind) {
  const put: Received[] = [];
  const handle = createHooks({
    catalog: () => ({ publishers: [publisher(kind)] }),
    kinds: {},
    publisherKinds,
    secrets: { read: async () => SECRET },
    inbox: {
      async put(act) {
        if (put.some(({ id }) => id === act.id)) return false;
        put.push(act);
        return true;
      },
    },
    bell: { ring: async () => {} },
    now: () => NOON,
    log: { info() {}, warn() {}, error() {} },
  });
  const post = (body: object | Buffer, headers?: Headers) => {
    const raw = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body) ?? '');
    return handle(kind, raw, headers ?? provenBy(kind, raw));
  };
  return { put, post };
}

test.each(PUBLISHER_KINDS)(
  '%s: proved, read, stored once, and nothing of it more than a name',
  async (kind) => {
    const { put, post } = hooksOf(kind);
    expect(await post(PUBLISHED[kind])).toEqual({ status: 202, body: '' });
    expect(await post(PUBLISHED[kind])).toEqual({ status: 202, body: '' });
    expect(put).toHaveLength(1);
    expect(put[0]).toMatchObject({ kind: 'version', body: { publisher: kind } });
    const occasions = put[0]?.body['occasions'] as unknown as readonly Occasion[];
    expect(occasions).toHaveLength(1);
    expect(publicationsOf(occasions[0] as Occasion, publisher(kind), NOON)).toMatchObject([
      { service: 'shop', version: '1.2.0', publisher: kind },
    ]);
  },
);

test.each(PUBLISHER_KINDS)('%s: forged, it is refused and hears nothing', async (kind) => {
  const { put, post } = hooksOf(kind);
  const raw = Buffer.from(JSON.stringify(PUBLISHED[kind]));
  const honest = provenBy(kind, raw);
  const changed = (change: (value: string) => string | string[] | undefined): Headers =>
    Object.fromEntries(
      Object.entries(honest).map(([name, value]) =>
        /authorization|signature/.test(name) ? [name, change(String(value))] : [name, value],
      ),
    );
  const forged = [
    provenBy(kind, raw, { secret: 'another' }),
    provenBy(kind, raw, { secret: '' }),
    changed(() => undefined),
    changed((value) => [value, value]),
    changed((value) => value.slice(0, -1)),
    changed((value) => `${value}0`),
    changed((value) => value.replace('sha256=', 'sha1=').replace('Bearer ', 'Digest ')),
  ];
  for (const headers of forged) expect(await post(raw, headers)).toEqual({ status: 401, body: '' });
  if (kind === 'github') {
    const other = Buffer.concat([raw, Buffer.from(' ')]);
    expect((await post(other, honest)).status).toBe(401);
  }
  expect(put).toEqual([]);
});

test.each(PUBLISHER_KINDS)(
  '%s: whatever it sends is taken or refused with its place',
  async (kind) => {
    const { put, post } = hooksOf(kind);
    const { next } = createRandom(11);
    const statuses = new Set<number>();
    for (let n = 0; n < 500; n += 1) {
      const { status, body } = await post(
        Buffer.from(JSON.stringify(mutated(PUBLISHED[kind], next)) ?? ''),
      );
      statuses.add(status);
      if (status === 400) expect(body).toMatch(/"path":"[^"]+"/);
    }
    expect([...statuses].toSorted()).toEqual([202, 400]);
    for (const { body } of put) expect(JSON.stringify(body)).not.toMatch(/\\u0000|\\ud[89a-f]/i);
  },
);

const releases: Publishes['on'] = ['release'];
test.each<[string, string, object, Partial<Publishes>, readonly string[]]>([
  ['a release', 'release', GITHUB.release, {}, ['1.2.0']],
  [
    'a draft',
    'release',
    { ...GITHUB.release, release: { ...GITHUB.release.release, draft: true } },
    {},
    [],
  ],
  [
    'a prerelease',
    'release',
    { ...GITHUB.release, release: { ...GITHUB.release.release, prerelease: true } },
    {},
    [],
  ],
  ['a release that was edited', 'release', { ...GITHUB.release, action: 'edited' }, {}, []],
  [
    'of another repository',
    'release',
    { ...GITHUB.release, repository: { full_name: 'mallory/shop' } },
    {},
    [],
  ],
  ['another tag', 'release', GITHUB.release, { tag: 'search-v{version}' }, []],
  ['a tag that is not asked for', 'push', GITHUB.push, {}, []],
  ['a tag', 'push', GITHUB.push, { on: ['tag'] }, ['1.2.0']],
  ['a tag that is gone', 'push', { ...GITHUB.push, deleted: true }, { on: ['tag'] }, []],
  ['a branch', 'push', { ...GITHUB.push, ref: 'refs/heads/v1.2.0' }, { on: ['tag'] }, []],
  [
    'a workflow',
    'workflow_run',
    GITHUB.workflow_run,
    { on: ['workflow'], tag: '{version}' },
    [SHA],
  ],
  [
    'another workflow',
    'workflow_run',
    GITHUB.workflow_run,
    { on: ['workflow'], tag: '{version}', workflow: 'lint' },
    [],
  ],
  [
    'another branch',
    'workflow_run',
    run({ head_branch: 'feature' }),
    { on: ['workflow'], tag: '{version}' },
    [],
  ],
  [
    'a branch that is named',
    'workflow_run',
    run({ head_branch: 'stable' }),
    { on: ['workflow'], tag: '{version}', branch: 'stable' },
    [SHA],
  ],
  [
    'a run that failed',
    'workflow_run',
    run({ conclusion: 'failure' }),
    { on: ['workflow'], tag: '{version}' },
    [],
  ],
  [
    'a run of a pull request',
    'workflow_run',
    run({ event: 'pull_request_target' }),
    { on: ['workflow'], tag: '{version}' },
    [],
  ],
  [
    'a run of a fork',
    'workflow_run',
    run({ head_repository: { full_name: 'mallory/shop' } }),
    { on: ['workflow'], tag: '{version}' },
    [],
  ],
  ['a package', 'registry_package', GITHUB.registry_package, { on: ['package'] }, ['1.2.0']],
  ['a ping', 'ping', { zen: 'Design for failure.' }, { on: releases }, []],
])('GitHub: %s', (_, event, body, more, versions) => {
  const headers = provenBy('github', '', { event });
  const read = publisherKinds.github.read(body, headers, { map: {} }, NOON);
  const occasions = 'occasions' in read ? read.occasions : [read];
  const known = publisher('github', more);
  const found = (occasions as readonly Occasion[]).flatMap((one) =>
    publicationsOf(one, known, NOON),
  );
  expect(found.map(({ version }) => version)).toEqual(versions);
});

function run(more: object): object {
  return { ...GITHUB.workflow_run, workflow_run: { ...GITHUB.workflow_run.workflow_run, ...more } };
}

test('what cannot mean anything here is not even stored', async () => {
  const { put, post } = hooksOf('github');
  const other = { ...GITHUB.release, repository: { full_name: 'acme/other' } };
  const branch = Buffer.from(JSON.stringify({ ...GITHUB.push, ref: 'refs/heads/main' }));
  expect((await post(other)).status).toBe(202);
  expect((await post(branch, provenBy('github', branch, { event: 'push' }))).status).toBe(202);
  expect(put).toEqual([]);
});

test('a body of another form is refused with its place, a delivery without its id too', async () => {
  const { post } = hooksOf('github');
  const bad = { ...GITHUB.release, release: { ...GITHUB.release.release, tag_name: 7 } };
  const { status, body } = await post(bad);
  expect([status, JSON.parse(body)]).toMatchObject([400, { path: 'release.tag_name' }]);
  const raw = Buffer.from(JSON.stringify(GITHUB.release));
  const nameless = await post(raw, { ...provenBy('github', raw), 'x-github-delivery': undefined });
  expect([nameless.status, nameless.body]).toEqual([
    400,
    expect.stringMatching(/X-GitHub-Delivery/),
  ]);
});

test.each([
  ['v1.2.0', 'v{version}', '1.2.0'],
  ['1.2.0', 'v{version}', null],
  ['v', 'v{version}', null],
  ['shop-v1.2.0-final', 'shop-v{version}-final', '1.2.0'],
  ['1.2.0 --yes', '{version}', null],
  ['-rf', '{version}', null],
  ['../1', '{version}', null],
  ['1.2.0\n', '{version}', null],
])('%j as %s is %s', (tag, form, version) => {
  expect(versionIn(tag, form)).toBe(version);
});

test('what is said to be from the future is from now', () => {
  const told: Occasion = {
    on: 'release',
    repository: 'acme/shop',
    tag: 'v9',
    at: (NOON + 9e9) as typeof NOON,
    workflow: null,
    branch: null,
    isMain: false,
    mark: 'built',
    report: null,
  };
  expect(publicationsOf(told, publisher('github'), NOON)).toMatchObject([{ at: NOON }]);
});
