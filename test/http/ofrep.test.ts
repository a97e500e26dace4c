import { OFREPProvider } from '@openfeature/ofrep-provider';
import { type Client, OpenFeature } from '@openfeature/server-sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Environment } from '../../src/domain/catalog/catalog.ts';
import { FlagTarget } from '../../src/domain/flag/rule-set.ts';
import { createHttp, type Http } from '../../src/http/server.ts';
import { createFlagDesk } from '../../src/providers/flags/desk.ts';
import { createFlagsProvider } from '../../src/providers/flags/index.ts';
import { createFlagCopies, createFlagStandings } from '../../src/store/flag-standings.ts';
import { type FreshDatabase, freshDatabase } from '../postgres/database.ts';
import { handsOf } from '../providers/conformance-world.ts';

const TOKENS: Readonly<Record<string, string>> = {
  'env:PRODUCTION': 'token-of-production',
  'env:PRODUCTION_NEXT': 'next-token-of-production',
  'env:STAGING': 'token-of-staging',
  'env:BUSY': 'token-of-busy',
  'env:TWICE': 'token-of-two',
};
const environments = [
  ['production', ['env:PRODUCTION', 'env:PRODUCTION_NEXT'], 60_000],
  ['staging', ['env:STAGING', 'env:NOT_THERE'], 60_000],
  ['busy', ['env:BUSY'], 3],
  ['one', ['env:TWICE'], 60_000],
  ['other', ['env:TWICE'], 60_000],
  ['shut', null, 0],
].map(([name, secrets, perMinute]) => ({
  name,
  ...(secrets ? { flags: { secrets, perMinute } } : {}),
})) as unknown as readonly Environment[];

const beta = { if: [{ '==': [{ var: 'plan' }, 'beta'] }, 'on', null] };
const FLAGS: Readonly<Record<string, FlagTarget>> = {
  basket: FlagTarget.parse({
    variants: { on: true, off: false },
    states: { off: { serve: 'off' }, beta: { serve: 'off', targeting: beta }, on: { serve: 'on' } },
  }),
  colour: FlagTarget.parse({
    variants: { red: '#f00', green: '#0f0' },
    states: { warm: { serve: 'red' } },
  }),
  limit: FlagTarget.parse({ variants: { few: 10, many: 99.5 }, states: { few: { serve: 'few' } } }),
  theme: FlagTarget.parse({
    variants: { dark: { bg: '#000', deep: { n: 1 } } },
    states: { dark: { serve: 'dark' } },
  }),
  torn: FlagTarget.parse({
    variants: { a: 'a' },
    states: { odd: { serve: 'a', targeting: { if: [true, 'nobody'] } } },
  }),
};

let database: FreshDatabase;
let http: Http;
let base: string;
let client: Client;

/** Brings a state of a flag to an environment, to a share of people. */
async function deploy(flag: string, version: string, percent = 100, environment = 'production') {
  const provider = createFlagsProvider(createFlagStandings(database));
  const target = { service: flag, environment };
  const placement = FLAGS[flag] ?? {};
  const found = await provider.artifacts.resolve(target, placement, version);
  if (found.kind !== 'found') throw new Error(`${flag} has no ${version}`);
  const { live } = await provider.deployer.observe(target, placement);
  const [before] = live.filter((one) => one.percent > 0 && one.digest !== found.artifact.digest);
  const world = { provider, target, placement, epoch: 1 } as Parameters<typeof handsOf>[0];
  const hands = handsOf(world);
  await hands.bring(found.artifact);
  const { shift, finish } = hands.deployer;
  await hands.done('shift', (call) => shift(call, found.artifact, before ?? null, percent));
  if (percent === 100) await hands.done('finish', (call) => finish(call, found.artifact, null));
}

function asks(path: string, init: RequestInit & { token?: string | null; context?: unknown } = {}) {
  const { token = 'token-of-production', context, headers, ...more } = init;
  return fetch(`${base}/ofrep/v1/evaluate/flags${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: JSON.stringify({ context }),
    ...more,
  });
}

let at = 0;

beforeAll(async () => {
  database = await freshDatabase();
  const log = { info() {}, warn() {}, error() {} };
  // Each question looks anew, so that a test need not wait for a second.
  const now = (): number => (at += 5_000);
  const flags = createFlagDesk({
    copies: createFlagCopies(database),
    log,
    now,
    patienceMs: 30_000,
  });
  http = createHttp({
    handleSlack: async () => ({ status: 200, headers: {}, body: '' }),
    health: [],
    ofrep: {
      catalog: () => ({ environments }),
      secrets: { read: async (ref) => TOKENS[ref] ?? null },
      flags,
      log,
    },
    host: '127.0.0.1',
    port: 0,
    log,
  });
  base = `http://127.0.0.1:${await http.listen()}`;
  for (const [flag, target] of Object.entries(FLAGS))
    await deploy(flag, Object.keys(target.states)[0] ?? '');
  const headers: [string, string][] = [['Authorization', 'Bearer token-of-production']];
  await OpenFeature.setProviderAndWait(new OFREPProvider({ baseUrl: base, headers }));
  client = OpenFeature.getClient();
});
afterAll(async () => {
  await OpenFeature.close();
  await http.close();
  await database.drop();
});

describe('5.3 a real OpenFeature client evaluates our flags', () => {
  test('of every type, with variant, reason and the state that gave it', async () => {
    expect(await client.getBooleanDetails('basket', true)).toMatchObject({
      value: false,
      variant: 'off',
      reason: 'STATIC',
      flagMetadata: { version: 'off', digest: expect.stringMatching(/^sha256:/) },
    });
    expect(await client.getStringValue('colour', '')).toBe('#f00');
    expect(await client.getNumberValue('limit', 0)).toBe(10);
    expect(await client.getObjectValue('theme', {})).toEqual({ bg: '#000', deep: { n: 1 } });
  });

  test('rules see the context', async () => {
    await deploy('basket', 'beta');
    const asked = { targetingKey: 'ana', plan: 'beta' };
    expect(await client.getBooleanDetails('basket', false, asked)).toMatchObject({
      value: true,
      reason: 'TARGETING_MATCH',
    });
    expect(await client.getBooleanDetails('basket', false, { targetingKey: 'bo' })).toMatchObject({
      value: false,
      reason: 'DEFAULT',
    });
  });

  test('a ramp gives a state to its share, keeps those it had, and takes it back', async () => {
    await deploy('basket', 'off');
    const people = Array.from({ length: 300 }, (_, i) => `person-${i}`);
    const on = async () => {
      const asked = people.map(async (targetingKey) => {
        return (await client.getBooleanValue('basket', false, { targetingKey })) && targetingKey;
      });
      return (await Promise.all(asked)).filter((one) => one !== false);
    };
    await deploy('basket', 'on', 10);
    const first = await on();
    expect(first.length).toBeGreaterThan(10);
    expect(first.length).toBeLessThan(55);
    await deploy('basket', 'on', 50);
    expect(await on()).toEqual(expect.arrayContaining(first));
    expect(await client.getBooleanDetails('basket', false, { targetingKey: 'p' })).toMatchObject({
      reason: 'SPLIT',
    });
    await deploy('basket', 'off');
    expect(await on()).toEqual([]);
  });

  test.each([
    ['one nobody has', 'nothing', {}, 'FLAG_NOT_FOUND'],
    ['one whose rule gives what is no variant', 'torn', {}, 'GENERAL'],
    ['one of another type', 'colour', {}, 'TYPE_MISMATCH'],
    ['a key that is no text', 'basket', { targetingKey: 7 }, 'INVALID_CONTEXT'],
  ])('%s gives the default of the program, and %s why', async (_, flag, context, errorCode) => {
    const told = await client.getBooleanDetails(flag, true, context as never);
    expect(told).toMatchObject({ value: true, reason: 'ERROR', errorCode });
  });

  test('in a ramp nobody is in a share without a key', async () => {
    await deploy('basket', 'on', 50);
    expect(await client.getBooleanDetails('basket', true)).toMatchObject({
      value: true,
      errorCode: 'TARGETING_KEY_MISSING',
    });
    await deploy('basket', 'off');
  });

  test('a client without a token has its own defaults', async () => {
    const stranger = new OFREPProvider({ baseUrl: base });
    await OpenFeature.setProviderAndWait('stranger', stranger);
    const told = await OpenFeature.getClient('stranger').getBooleanDetails('basket', true);
    expect(told).toMatchObject({ value: true, reason: 'ERROR' });
  });
});

describe('5.3 OFREP word for word', () => {
  test('one flag', async () => {
    const answer = await asks('/basket');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await answer.json()).toEqual({
      key: 'basket',
      reason: 'STATIC',
      variant: 'off',
      value: false,
      metadata: { version: 'off', digest: expect.any(String) },
    });
  });

  test.each([
    ['/nothing', {}, 404, { key: 'nothing', errorCode: 'FLAG_NOT_FOUND' }],
    ['/torn', {}, 400, { key: 'torn', errorCode: 'GENERAL' }],
    ['/basket', { context: 'ana' }, 400, { key: 'basket', errorCode: 'INVALID_CONTEXT' }],
    ['/basket', { body: '{' }, 400, { key: 'basket', errorCode: 'PARSE_ERROR' }],
    ['', { context: { targetingKey: [] } }, 400, { errorCode: 'INVALID_CONTEXT' }],
    ['/basket', { body: '' }, 200, { key: 'basket', value: false }],
    ['/basket', { context: { kind: 'error', code: 'x', why: 'y' } }, 200, { value: false }],
    ['/basket', { context: null }, 200, { value: false }],
    ['/__proto__', {}, 404, { errorCode: 'FLAG_NOT_FOUND' }],
  ])('%s with %o: %d', async (path, init, status, body) => {
    const answer = await asks(path, init);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject(body);
  });

  test('all flags, those with a fault too, and nothing where nothing changed for whom is asked', async () => {
    const first = await asks('', { context: { targetingKey: 'ana' } });
    const { flags } = (await first.json()) as { flags: { key: string; errorCode?: string }[] };
    expect(flags.map(({ key }) => key)).toEqual(['basket', 'colour', 'limit', 'theme', 'torn']);
    expect(flags.at(-1)?.errorCode).toBe('GENERAL');
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]+"$/);
    const again = (tag: string, context: object = { targetingKey: 'ana' }) =>
      asks('', { context, headers: { 'if-none-match': tag } });
    const same = await again(`"other", W/${etag}`);
    expect([same.status, await same.text(), same.headers.get('etag')]).toEqual([304, '', etag]);
    expect((await again('"other"')).status).toBe(200);
    await deploy('colour', 'warm');
    expect((await again(etag)).status).toBe(304);
    await deploy('basket', 'beta');
    expect((await again(etag)).status).toBe(200);
    await deploy('basket', 'off');
  });

  test.each([
    ['none', { token: null }, 401],
    ['a wrong one', { token: 'token' }, 401],
    ['the one before a rotation', { token: 'token-of-production' }, 200],
    ['the one after it', { token: 'next-token-of-production' }, 200],
    ['as X-API-Key', { token: null, headers: { 'x-api-key': 'token-of-production' } }, 200],
    ['one that opens two environments', { token: 'token-of-two' }, 401],
    ['an empty one', { token: null, headers: { 'x-api-key': '' } }, 401],
  ])('with a token: %s', async (_, init, status) => {
    const answers = await Promise.all([asks('/basket', init), asks('', init)]);
    expect(answers.map((one) => one.status)).toEqual([status, status]);
  });

  test('a token opens its own environment alone', async () => {
    const staging = { token: 'token-of-staging' };
    expect((await asks('/basket', staging)).status).toBe(404);
    expect(await (await asks('', staging)).json()).toEqual({ flags: [] });
    await deploy('basket', 'on', 100, 'staging');
    expect(await (await asks('/basket', staging)).json()).toMatchObject({ value: true });
    expect(await (await asks('/basket')).json()).toMatchObject({ value: false });
  });

  test('who asks too often is told when to come back, and nobody else is kept out', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 4; i += 1)
      statuses.push((await asks('/basket', { token: 'token-of-busy' })).status);
    expect(statuses).toEqual([404, 404, 404, 429]);
    const last = await asks('', { token: 'token-of-busy' });
    expect(last.status).toBe(429);
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await asks('/basket')).status).toBe(200);
  });

  test('only POST is answered, and only under its own names', async () => {
    expect((await asks('/basket', { method: 'GET', body: null })).status).toBe(404);
    expect((await asks('/basket/more')).status).toBe(404);
  });
});
