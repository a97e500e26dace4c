import { expect, test } from 'vitest';
import { CHANGE_KINDS, ChangeSource } from '../../src/domain/elsewhere/source.ts';
import { createHooks } from '../../src/http/hooks.ts';
import type { Received } from '../../src/ports/inbox.ts';
import type { Headers } from '../../src/ports/webhook-source.ts';
import { changeKinds } from '../../src/providers/change-kinds.ts';
import { createRandom } from '../soak/random.ts';
import { mutated } from './fuzz.ts';
import { hex, NOON, SECRET } from './samples.ts';

type Kind = (typeof CHANGE_KINDS)[number];
const MADE = Date.UTC(2026, 10, 18, 11, 58);

const BODIES: Readonly<Record<Kind, Readonly<Record<string, unknown>>>> = {
  launchdarkly: {
    _links: { site: { href: '/shop/production/features/new-checkout', type: 'text/html' } },
    _id: '57c0a8e29969090743529965',
    _accountId: '57c0a8e29969090743529000',
    date: MADE,
    accesses: [
      { action: 'updateOn', resource: 'proj/shop:env/production:flag/new-checkout;payments,beta' },
    ],
    kind: 'flag',
    name: 'New checkout',
    description: '',
    member: {
      _id: '548f6741c1efad40031b18ae',
      email: 'jo@acme.example',
      firstName: 'Jo',
      lastName: 'Doe',
    },
    titleVerb: 'turned on the flag',
    title:
      '[Jo Doe](mailto:jo@acme.example) turned on the flag [New checkout](https://app.launchdarkly.example/shop/production/features/new-checkout) in [Production](https://app.launchdarkly.example/shop/production/features/new-checkout)',
  },
  unleash: {
    id: 842,
    type: 'feature-environment-enabled',
    createdBy: 'jo@acme.example',
    createdAt: '2026-11-18T11:58:00.000Z',
    data: null,
    preData: null,
    tags: [{ type: 'simple', value: 'payments' }],
    featureName: 'new-checkout',
    project: 'shop',
    environment: 'production',
  },
  generic: {
    id: 'job-77',
    kind: 'migration',
    name: 'new-checkout',
    says: 'turned on',
    service: 'shop',
    environment: 'production',
    at: '2026-11-18T11:58:00Z',
    by: 'Jo Doe',
    link: 'https://ci.example/jobs/77',
  },
};

function signed(kind: Kind, raw: Buffer, secret = SECRET): Headers {
  if (kind === 'launchdarkly') return { 'x-ld-signature': hex(secret, raw) };
  if (kind === 'unleash') return { authorization: `Bearer ${secret}` };
  return { 'x-hub-signature-256': `sha256=${hex(secret, raw)}` };
}

function hooksOf(kind: Kind, map: Readonly<Record<string, string>> = {}, secret = SECRET) {
  const put: Received[] = [];
  const source = ChangeSource.parse({ name: kind, kind, secrets: ['env:FLAGS'], map });
  const handle = createHooks({
    catalog: () => ({ changes: [source] }),
    kinds: {},
    changeKinds,
    secrets: { read: async () => secret || null },
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
    return handle(kind, raw, headers ?? signed(kind, raw));
  };
  const moves = () => put.flatMap(({ body }) => body['moves'] as readonly object[]);
  return { put, post, moves };
}

test.each(CHANGE_KINDS)(
  '%s: proved, read, stored once, without an address of mail',
  async (kind) => {
    const { put, post, moves } = hooksOf(kind);
    expect(await post(BODIES[kind])).toEqual({ status: 202, body: '' });
    expect(await post(BODIES[kind])).toEqual({ status: 202, body: '' });
    expect(put).toMatchObject([{ kind: 'change', body: { source: kind } }]);
    expect(moves()).toMatchObject([
      {
        name: 'new-checkout',
        says: 'turned on',
        at: MADE,
        percent: 100,
        environment: 'production',
        about: expect.arrayContaining(['shop']),
        by: kind === 'unleash' ? null : 'Jo Doe',
      },
    ]);
    expect(JSON.stringify(put)).not.toMatch(/@acme|548f6741/);
  },
);

test.each(CHANGE_KINDS)('%s: of 1,000 forged ones none is taken', async (kind) => {
  const { put, post } = hooksOf(kind);
  const { next } = createRandom(3);
  const raw = Buffer.from(JSON.stringify(BODIES[kind]));
  for (let n = 0; n < 1_000; n += 1) {
    const other = Buffer.from(raw);
    const at = Math.floor(next() * other.length);
    other[at] = (other[at] ?? 0) ^ (1 << Math.floor(next() * 8));
    // A token is not of the body: whoever has it may say anything.
    const flip = n % 3 === 0 && kind !== 'unleash';
    const headers = n % 3 === 2 ? {} : signed(kind, raw, flip ? SECRET : `other ${next()}`);
    expect(await post(flip ? other : raw, headers)).toEqual({ status: 401, body: '' });
  }
  expect(put).toEqual([]);
});

test.each(CHANGE_KINDS)('%s: whose secret is not there is not believed', async (kind) => {
  const { put, post } = hooksOf(kind, {}, '');
  const raw = Buffer.from(JSON.stringify(BODIES[kind]));
  for (const secret of ['', SECRET])
    expect(await post(raw, signed(kind, raw, secret))).toEqual({ status: 401, body: '' });
  expect(put).toEqual([]);
});

test.each(CHANGE_KINDS)(
  '%s: whatever a known sender sends is taken or refused with its place',
  async (kind) => {
    const { next } = createRandom(11);
    const { put, post } = hooksOf(kind);
    const statuses = new Set<number>();
    for (let n = 0; n < 500; n += 1) {
      const body = Buffer.from(JSON.stringify(mutated(BODIES[kind], next)) ?? '');
      const { status, body: said } = await post(body);
      statuses.add(status);
      if (status === 400) expect(said).toMatch(/"path":"[^"]+/);
    }
    expect([...statuses].toSorted()).toEqual([202, 400]);
    expect(JSON.stringify(put)).not.toMatch(/\\u0000|\\ud[89a-f]/i);
  },
);

test.each<[string, Kind, Readonly<Record<string, unknown>>]>([
  [
    'a name of a flag',
    'launchdarkly',
    { accesses: [{ action: 'updateName', resource: 'proj/a:env/b:flag/c' }] },
  ],
  ['a member', 'launchdarkly', { kind: 'member' }],
  [
    'what is only scheduled',
    'launchdarkly',
    { accesses: [{ action: 'updateScheduledChanges', resource: 'proj/a:env/b:flag/c' }] },
  ],
  [
    'a flag that is made in more environments than anybody counts',
    'launchdarkly',
    {
      accesses: Array.from({ length: 150 }, (_, n) => ({
        action: 'createFlag',
        resource: `proj/shop:env/e${n}:flag/new-checkout`,
      })),
    },
  ],
  ['a flag that was made', 'unleash', { type: 'feature-created' }],
  ['what nobody met', 'generic', { percent: 0 }],
])('%s is none of our business', async (_, kind, other) => {
  const { put, post } = hooksOf(kind);
  expect((await post({ ...BODIES[kind], ...other })).status).toBe(202);
  expect(put).toEqual([]);
});

test.each([
  [{ kind: 'weather' }, 'changes[0].kind'],
  [{ at: 'yesterday' }, 'changes[0].at'],
  [{ percent: 101 }, 'changes[0].percent'],
  [{ name: '' }, 'changes[0].name'],
  [{ id: null }, 'changes[0].id'],
])('generic: %j is refused at %s', async (other, path) => {
  const { status, body } = await hooksOf('generic').post({ ...BODIES.generic, ...other });
  expect(status).toBe(400);
  expect(JSON.parse(body)).toMatchObject({ path });
});

test('generic: what says only what it must is of now, of everybody, and ran', async () => {
  const { post, moves } = hooksOf('generic');
  const answer = await post({ id: 9, kind: 'migration', name: 'V42', service: 'shop' });
  expect(answer).toEqual({ status: 202, body: '' });
  expect(moves()).toEqual([
    {
      ...{ ref: '9', kind: 'migration', name: 'V42', says: 'ran', percent: 100, at: NOON },
      ...{ by: null, link: null, about: ['shop'], environment: null },
    },
  ]);
});

test('an entry of LaunchDarkly about several environments is a change in each', async () => {
  const { post, moves } = hooksOf('launchdarkly');
  const accesses = ['production', 'staging', '*'].map((environment) => ({
    action: 'updateRules',
    resource: `proj/shop:env/${environment}:flag/new-checkout`,
  }));
  await post({ ...BODIES.launchdarkly, accesses });
  expect(moves()).toMatchObject([
    { environment: 'production', ref: expect.stringMatching(/:new-checkout:production$/) },
    { environment: 'staging' },
    { environment: null },
  ]);
});

test.each([
  'copyFlagConfigTo',
  'updateFlagSalt',
  'updateFallthroughWithMeasuredRollout',
  'stopMeasuredRolloutOnFlagRule',
])('LaunchDarkly: %s gives people another answer', async (action) => {
  const { post, moves } = hooksOf('launchdarkly');
  const resource = 'proj/shop:env/production:flag/new-checkout';
  await post({ ...BODIES.launchdarkly, accesses: [{ action, resource }] });
  expect(moves()).toMatchObject([{ kind: 'flag', name: 'new-checkout' }]);
});

test('LaunchDarkly: who is in a segment decides what flags answer', async () => {
  const { post, moves } = hooksOf('launchdarkly');
  const resource = 'proj/shop:env/production:segment/beta-users;payments';
  await post({
    ...BODIES.launchdarkly,
    ...{ kind: 'segment', titleVerb: 'updated the targets of the segment' },
    accesses: [{ action: 'updateIncluded', resource }],
  });
  expect(moves()).toMatchObject([
    {
      ...{ kind: 'configuration', name: 'segment beta-users', says: 'updated the targets' },
      ...{ about: ['shop', 'payments'], environment: 'production' },
    },
  ]);
});

test('a flag with more tags than anybody looks at is taken', async () => {
  const names = Array.from({ length: 60 }, (_, n) => `a-tag-of-some-length-${n}`);
  const ld = hooksOf('launchdarkly');
  const resource = `proj/shop:env/production:flag/new-checkout;${names.join(',')}`;
  const accesses = [{ action: 'updateOn', resource }];
  expect((await ld.post({ ...BODIES.launchdarkly, accesses })).status).toBe(202);
  const unleash = hooksOf('unleash');
  const tags = names.map((value) => ({ type: 'simple', value }));
  expect((await unleash.post({ ...BODIES.unleash, tags })).status).toBe(202);
  const cut = expect.objectContaining({ about: expect.objectContaining({ length: 40 }) });
  for (const { moves } of [ld, unleash]) expect(moves()).toEqual([cut]);
});

const rollout = (share: unknown) => ({ parameters: { rollout: share } });
test.each([
  ['from 25 to 75 %', 'update', rollout('25'), rollout('75'), 50],
  ['to others at the same share', 'update', rollout('50'), rollout('50'), 100],
  ['from what nobody can read', 'update', rollout('many'), rollout('50'), 100],
  ['to 30 % who had none before', 'add', null, rollout(30), 30],
  ['to everybody who fits', 'add', null, { parameters: {} }, 100],
  ['no longer to 40 %', 'remove', rollout('40'), null, 40],
])('Unleash: a flag is given %s', async (_, what, preData, data, percent) => {
  const { post, moves } = hooksOf('unleash');
  await post({ ...BODIES.unleash, type: `feature-strategy-${what}`, data, preData });
  expect(moves()).toMatchObject([{ percent }]);
});

test('generic: several of a body by a map; what is no address and what is a credential is not kept', async () => {
  const map = {
    changes: 'body.runs',
    when: 'change.ok',
    kind: '"migration"',
    name: 'change.version',
    at: 'body.finished',
  };
  const { post, moves } = hooksOf('generic', map);
  const run = { ok: true, id: 1, version: '42', service: ['other', 'shop'] };
  const runs = [
    { ...run, link: 'http://plain.example', says: 'ran with postgres://app:hunter2@db' },
    { ...run, ok: false },
  ];
  expect(await post({ finished: MADE, runs })).toEqual({ status: 202, body: '' });
  expect(moves()).toEqual([
    expect.objectContaining({ ref: '1', kind: 'migration', name: '42', at: MADE, link: null }),
  ]);
  expect(JSON.stringify(moves())).not.toMatch(/hunter2/);
});
