import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Route, RouteStep } from '../../../src/domain/verdict/journey/form.ts';
import { Route as RouteForm } from '../../../src/domain/verdict/journey/form.ts';
import type { AllowedHost } from '../../../src/providers/outbound/allowed.ts';
import { createBrowserTo } from '../../../src/providers/probes/browser/index.ts';
import { createProbes, fetchTo } from '../../../src/providers/probes/index.ts';
import { createProbeServer } from '../../../src/providers/probes/serve.ts';
import { awake } from '../../awake.ts';
import { createFakeProbes } from '../../fakes/fake-probes.ts';
import { conformsAsProbes } from './conformance.ts';
import { openSite, type Site } from './site.ts';

const HERE = { name: 'here', url: null, tokenFrom: null };
const GIVEN = { service: 'shop', environment: 'production', version: '1.1.0', key: 'D-7:3:1' };
const log = { info() {}, warn() {}, error() {} };
const JOURNEY_TOKEN = 'tell-nobody';
const TOKEN = 'probe-token-of-tokyo';

function routeOf(url: string): Route {
  return RouteForm.parse({
    name: 'buy',
    private: true,
    within: 2_000,
    steps: [
      { name: 'open', url: `${url}/`, expect: { contains: 'Welcome' } },
      {
        name: 'fill the basket',
        method: 'POST',
        url: `${url}/basket`,
        body: { sku: 'a', of: '{service}' },
        expect: { status: 201, json: { '$.items[*].sku': 'a' } },
        save: { basket: '$.id' },
      },
      {
        name: 'pay',
        method: 'POST',
        url: `${url}/pay?basket={basket}&v={version}`,
        headers: { Authorization: 'Bearer {env.JOURNEY_TOKEN}', 'Idempotency-Key': '{key}' },
      },
    ],
  });
}

conformsAsProbes('a fake', async () => {
  const probes = createFakeProbes();
  return {
    probes,
    probe: HERE,
    route: routeOf('http://shop.example'),
    pays: (how) => probes.find('here', how === 'well' ? 'green' : 'red'),
    loseProbe: () => probes.find('here', 'nothing'),
    stop: async () => {},
  };
});

conformsAsProbes('this process', async () => {
  const site = await openSite();
  let away = false;
  const env = { JOURNEY_TOKEN };
  const probes = createProbes({ env });
  const nowhere = createProbes({ env: {} }); // what it must send is not known here
  return {
    probes: { ...probes, walk: (...asked) => (away ? nowhere : probes).walk(...asked) },
    probe: HERE,
    route: routeOf(site.url),
    pays: site.pays,
    loseProbe: () => {
      away = true;
    },
    stop: site.close,
  };
});

async function openProbe() {
  const server = createProbeServer({
    fetchTo,
    browserTo: createBrowserTo({ path: null, sandbox: true }),
    env: { JOURNEY_TOKEN },
    token: TOKEN,
    hosts: ['127.0.0.1', '169.254.169.254'],
    log,
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

conformsAsProbes('another host', async () => {
  const site = await openSite();
  const host = await openProbe();
  return {
    probes: createProbes({ env: { PROBE_TOKYO: TOKEN } }),
    probe: { name: 'tokyo', url: host.url, tokenFrom: 'PROBE_TOKYO', private: true },
    route: routeOf(site.url),
    pays: site.pays,
    loseProbe: host.close,
    stop: site.close,
  };
});

describe('7.3 a walk on real HTTP', () => {
  let site: Site;
  const probes = createProbes({ env: { JOURNEY_TOKEN, DATABASE_URL: 'x' } });
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  function walk(steps: readonly Partial<RouteStep>[], within = 2_000) {
    const all = steps.map((step, i) => ({ name: `step ${i}`, url: `${site.url}/home`, ...step }));
    const route = RouteForm.parse({ name: 'x', private: true, within, steps: all });
    return probes.walk(HERE, route, GIVEN, AbortSignal.timeout(60_000));
  }

  test('cookies, redirects, saved values, the key and the token of the probe arrive', async () => {
    await probes.walk(HERE, routeOf(site.url), GIVEN, AbortSignal.timeout(60_000));
    const [, , basket, pay] = site.seen.slice(-4);
    expect(basket).toMatchObject({ method: 'POST', body: '{"sku":"a","of":"shop"}' });
    expect(pay).toMatchObject({
      url: '/pay?basket=b42&v=1.1.0',
      headers: { authorization: 'Bearer tell-nobody', 'idempotency-key': 'D-7:3:1' },
    });
  });

  test.each([
    ['never', /^no answer in time$/],
    ['cut', /cannot be reached/],
  ] as const)('a site that answers %s fails the step', async (how, why) => {
    site.pays(how);
    const { steps } = await walk([{ url: `${site.url}/pay` }], 300);
    expect(steps).toHaveLength(1);
    expect(steps[0]?.why).toMatch(why);
    site.pays('well');
  });

  test('a site that is not there fails the step', async () => {
    const { steps } = await walk([{ url: 'http://127.0.0.1:9/' }]);
    expect(steps[0]?.why).toMatch(/cannot be reached \(ECONNREFUSED\)/);
  });

  test.each([
    ['/endless', /answered with more than \d+ bytes/],
    ['/around', 'it redirects more than 5 times'],
    ['/nowhere', 'answered 404, expected 2xx'],
  ])('%s fails the step', async (path, why) => {
    expect((await walk([{ url: `${site.url}${path}` }])).steps[0]?.why).toMatch(why);
  });

  test('a redirect to where it may not go proves nothing', async () => {
    await expect(walk([{ url: `${site.url}/away` }])).rejects.toThrow(/other\.example/);
  });

  test('all its steps together end within its time', async () => {
    site.pays('never');
    const took = awake();
    const { steps } = await walk([{}, { url: `${site.url}/pay` }, {}], 3_000);
    expect(steps.map(({ why }) => why)).toEqual([null, 'no answer in time']);
    expect(took()).toBeLessThan(4_000);
    site.pays('well');
  });

  test('what an answer repeats of a token is not said', async () => {
    const step = {
      url: `${site.url}/pay`,
      headers: { authorization: '{env.JOURNEY_TOKEN}' },
      expect: { matches: 'thanks', json: {} },
      save: {},
    };
    const { steps } = await walk([
      { ...step, expect: { json: { '$.x': 1 }, contains: '{env.JOURNEY_TOKEN}!' } },
    ]);
    expect(steps[0]?.why).toBe('the answer does not contain "•••!"');
  });

  test('no other variable of the process is given to a step', async () => {
    await walk([{ headers: { a: '{env.DATABASE_URL}' } }]);
    expect(site.seen.at(-1)?.headers).toMatchObject({ a: '{env.DATABASE_URL}' }); // as it stands
  });
});

describe('7.3 fairway probe answers nobody but who has its token', () => {
  let host: Awaited<ReturnType<typeof openProbe>>;
  beforeAll(async () => {
    host = await openProbe();
  });
  afterAll(() => host.close());

  const ask = (headers: Record<string, string>, body = '{}', path = '/walk') =>
    fetch(`${host.url}${path}`, { method: 'POST', headers, body });

  test.each([
    ['no token', {}],
    ['another', { authorization: 'Bearer other' }],
    ['a part of it', { authorization: `Bearer ${TOKEN.slice(0, -1)}` }],
    ['an empty one', { authorization: 'Bearer ' }],
    ['another scheme', { authorization: TOKEN }],
  ])('%s', async (_, headers) => {
    const answer = await ask(headers);
    expect([answer.status, await answer.text()]).toEqual([401, '{}']);
  });

  const authorization = `Bearer ${TOKEN}`;
  test.each([
    ['no JSON', 'x', 400],
    ['no route', '{}', 400],
    [
      'a route without end',
      JSON.stringify({ route: { ...routeOf('http://a'), within: 1e9 }, given: {} }),
      400,
    ],
    [
      'where it may not go',
      JSON.stringify({ route: routeOf('http://10.0.0.1'), given: GIVEN }),
      422,
    ],
    [
      'where credentials of clouds lie',
      JSON.stringify({ route: routeOf('http://169.254.169.254'), given: GIVEN }),
      422,
    ],
    ['too much', 'x'.repeat(300_000), 422],
  ])('with it, %s is refused', async (_, body, status) => {
    expect((await ask({ authorization }, body)).status).toBe(status);
  });

  test('a browser there reaches what both name, and without one there is no answer', async () => {
    const wanted: (readonly AllowedHost[])[] = [];
    const server = createProbeServer({
      fetchTo,
      browserTo: async (hosts) => {
        wanted.push(hosts);
        throw new Error('inconclusive, needs Chromium');
      },
      env: {},
      token: TOKEN,
      hosts: ['shop.example', 'pay.example'],
      log,
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const route = {
      name: 'x',
      within: 1_000,
      private: false,
      hosts: ['cdn.example'],
      steps: [{ name: 'open', open: 'https://shop.example/' }],
    };
    const body = JSON.stringify({ route, given: GIVEN });
    const url = `http://127.0.0.1:${port}/walk`;
    expect((await fetch(url, { method: 'POST', headers: { authorization }, body })).status).toBe(
      422,
    );
    expect(wanted).toEqual([[{ host: 'shop.example', private: false }]]);
    const probe = {
      name: 'x',
      url: `http://127.0.0.1:${port}`,
      tokenFrom: 'PROBE_X',
      private: true,
    };
    const walked = createProbes({ env: { PROBE_X: TOKEN } }).walk(
      probe,
      RouteForm.parse(route),
      GIVEN,
      AbortSignal.timeout(60_000),
    );
    await expect(walked).rejects.toThrow('it answered 422, inconclusive, needs Chromium');
    server.closeAllConnections();
    server.close();
  });

  test('what is no walk of the route that was asked for has no say', async () => {
    const answers = [
      '{}',
      '{"steps":[]}',
      '{"steps":[{"name":"other","ms":1,"why":null}]}',
      '<html>',
    ];
    for (const body of answers) {
      const probes = createProbes({
        fetchTo: () => async () => ({ status: 200, headers: {}, text: body }),
        env: { PROBE_X: TOKEN },
      });
      const probe = { name: 'x', url: 'https://probe.example', tokenFrom: 'PROBE_X' };
      const signal = AbortSignal.timeout(1_000);
      await expect(probes.walk(probe, routeOf('http://a'), GIVEN, signal)).rejects.toThrow();
    }
  });
});

describe('7.3 a picture that another host sends', () => {
  const route = {
    ...{ name: 'x', within: 1_000, private: false },
    steps: [{ name: 'pay', click: { role: 'button', name: 'Pay' } }],
  };
  const PAGE = Buffer.from([255, 216, 255, 224]).toString('base64');

  test.each<[string, boolean, string | null, string, string | undefined | Error]>([
    ['is taken where it was asked for', true, 'red', PAGE, PAGE],
    ['is not where nobody asked', false, 'red', PAGE, undefined],
    ['nor of a walk that was well', true, null, PAGE, undefined],
    ['is a JPEG', true, 'red', 'PHN2Zz4=', new Error('JPEG in base64')],
    ['is bounded', true, 'red', `/9j/${'A'.repeat(360_000)}`, new Error('360000')],
  ])('%s', async (_, picture, why, sent, taken) => {
    const server = createServer((_request, response) => {
      const steps = [{ name: 'pay', ms: 1, why }];
      response.writeHead(200).end(JSON.stringify({ steps, picture: sent }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const host = {
      name: 'tokyo',
      url: `http://127.0.0.1:${port}`,
      tokenFrom: 'PROBE',
      private: true,
    };
    const probes = createProbes({ env: { PROBE: TOKEN } });
    const asked = RouteForm.parse({ ...route, ...(picture ? { picture } : {}) });
    const walked = probes.walk(host, asked, GIVEN, AbortSignal.timeout(60_000));
    if (taken instanceof Error) await expect(walked).rejects.toThrow(taken.message);
    else expect((await walked).picture).toBe(taken);
    server.close();
  });
});
