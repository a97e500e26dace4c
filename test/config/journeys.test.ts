import { describe, expect, test } from 'vitest';
import { doubtsOf, sayDoubt } from '../../src/config/doubts.ts';
import { instant } from '../../src/domain/kernel/time.ts';
import { faultsIn, load, ORGANISATION, SHOP } from './sources.ts';

const PROBES = `probes:
  here:
  paris: { url: 'https://probe.example', tokenFrom: PROBE_PARIS }
  tokyo: { url: 'https://probe2.example', tokenFrom: PROBE_TOKYO }
`;

function shop(more = '', step = 'name: open, url: "https://shop.example/"'): string {
  return `${SHOP}journeys:\n  buy:\n    environments: [production]\n${more}    steps:\n      - { ${step} }\n`;
}

async function faults(organisation: string, service: string): Promise<readonly string[]> {
  const loaded = await load(organisation, service);
  return loaded.ok ? [] : faultsIn(loaded);
}

describe('7.3 journeys in the configuration', () => {
  test('stand where they are walked, with all probes and more than half as quorum', async () => {
    const loaded = await load(ORGANISATION + PROBES, shop());
    if (!loaded.ok) throw new Error(faultsIn(loaded).join('\n'));
    const where = loaded.catalog.services[0]?.environments;
    expect(where?.['staging']?.journeys).toBeUndefined();
    expect(where?.['production']?.journeys).toMatchObject([
      { name: 'buy', probes: ['here', 'paris', 'tokyo'], quorum: 2, before: 'hold' },
    ]);
  });

  test('without probes the worker walks alone', async () => {
    const loaded = await load(ORGANISATION, shop());
    expect(loaded.ok && loaded.catalog.services[0]?.environments['production']).toMatchObject({
      journeys: [{ probes: ['here'], quorum: 1 }],
    });
  });

  test.each([
    ['a probe that is none', '    probes: [here, rome]\n', 'there is no probe "rome"'],
    [
      'a quorum of half',
      '    probes: [here, paris]\n    quorum: 1\n',
      '"quorum" is 1, and 2 probes walk it',
    ],
    ['a quorum nobody reaches', '    quorum: 4\n', 'so many never agree: at most 3'],
    ['a walk that takes for ever', '    within: 10m\n', 'must be from 1s to 2m'],
  ])('%s is refused with its place', async (_, more, said) => {
    const [first = '', ...others] = await faults(ORGANISATION + PROBES, shop(more));
    expect(first).toContain(said);
    expect(first).toMatch(/^services\/1\.yaml:\d+:\d+: /);
    expect(others).toEqual([]);
  });

  test.each([
    ['url: "https://{service}.example/"', 'fixed host'],
    ['url: "https://x.example/", expect: { matches: "(a)\\\\1" }', 'RE2'],
    ['url: "https://x.example/{cart}"', 'names {cart}, which is not given'],
  ])('a step with %s is refused', async (step, said) => {
    const all = await faults(ORGANISATION, shop('', `name: open, ${step}`));
    expect(all.join('\n')).toContain(said);
  });
});

describe('7.3 steps in a browser in the configuration', () => {
  const page = (step: string): string => shop('', `name: pay, ${step}`);

  test.each([
    ['clik: { text: Pay }', 'unknown key "clik"'],
    ['click: { role: buton }', 'did you mean "button"?'],
    ['click: { css: "#pay" }', 'unknown key "css"'],
    ['click: { text: a, label: b }', 'must say exactly one of role, label'],
    ['click: { text: a }, see: { text: b }', 'must be a request ("url") or do exactly one of'],
    ['open: "https://{service}.example/"', 'fixed host'],
  ])('{ %s } is refused in words about it', async (step, said) => {
    expect((await faults(ORGANISATION, page(step))).join('\n')).toContain(said);
  });

  test('are doubted where the worker has no Chromium, and only there', async () => {
    const found = await load(ORGANISATION + PROBES, page('click: { text: Pay }'));
    if (!found.ok) throw new Error(faultsIn(found).join('\n'));
    const says = (env: Record<string, string>) =>
      doubtsOf(found, instant(0), env)
        .map(sayDoubt)
        .filter((one) => one.includes('Chromium'));
    expect(says({ FAIRWAY_CHROMIUM: process.execPath })).toEqual([]);
    expect(says({ FAIRWAY_CHROMIUM: '/nowhere/chromium' })).toEqual([
      expect.stringMatching(
        /^services\/1\.yaml:\d+:\d+: warning: service shop: the journey "buy" has steps in a browser/,
      ),
    ]);
  });

  test('are no matter of this machine where others walk', async () => {
    const text = page('click: { text: Pay }').replace(
      '    steps:',
      '    probes: [paris, tokyo]\n    steps:',
    );
    const found = await load(ORGANISATION + PROBES, text);
    if (!found.ok) throw new Error(faultsIn(found).join('\n'));
    const doubts = doubtsOf(found, instant(0), { FAIRWAY_CHROMIUM: '/nowhere/chromium' });
    expect(doubts.map(sayDoubt).filter((one) => one.includes('Chromium'))).toEqual([]);
  });
});

describe('7.6 validations in the configuration', () => {
  const shopWith = (line: string): string => `${SHOP}validations:\n  certificate: { ${line} }\n`;
  const TLS = 'kind: tls, host: shop.example, otherwise: follow-up';
  const EVIDENCE = 'kind: evidence, fresh: 30d, owner: sre, otherwise: follow-up';
  const SBOM = 'kind: sbom, owner: sre, otherwise: rollback';

  test('stand in every environment unless some are named', async () => {
    const text = shopWith(`${TLS}, owner: sre, environments: [staging]`);
    const loaded = await load(ORGANISATION, text);
    if (!loaded.ok) throw new Error(faultsIn(loaded).join('\n'));
    const where = loaded.catalog.services[0]?.environments;
    expect(where?.['production']?.validations).toBeUndefined();
    expect(where?.['staging']?.validations).toMatchObject([
      { name: 'certificate', port: 443, within: 60_000, validFor: 14 * 86_400_000 },
    ]);
  });

  test.each([
    [`${TLS}, owner: nobody-here`, 'there is no person or group "nobody-here"'],
    [TLS, '"owner" is missing'],
    [
      'kind: headers, url: "https://{service}.example/", owner: sre, otherwise: rollback',
      'fixed host',
    ],
    [
      'kind: performance, url: "https://x.example/", p95: 1s, rate: 5000, owner: sre, otherwise: rollback',
      '"rate"',
    ],
    [
      'kind: headers, url: "https://x.example/", require: {}, owner: sre, otherwise: rollback',
      'asks for no header, and so nothing could fail it',
    ],
    [`${EVIDENCE}`, 'must say where it is: url or file'],
    [`${EVIDENCE}, file: /srv/a.json, url: "https://x.example/"`, 'url or file, one of them'],
    [`${EVIDENCE}, file: srv/evidence/a.json`, 'must be a whole path'],
    [`${EVIDENCE}, file: "/{version}/a.json"`, 'must be a whole path in a folder of its own'],
    [`${EVIDENCE}, file: /srv/evidence/../a.json`, 'must be a whole path'],
    [`${EVIDENCE}, file: "/srv/evidence/{commit}.json"`, 'may name {service}, {environment}'],
    [`${EVIDENCE}, url: "https://x.example/{env.JOURNEY_X}"`, 'may name {service}'],
    [SBOM, '"deny" is missing'],
    [`${SBOM}, deny: {}`, 'denies nothing, and so nothing could fail it'],
    [`${SBOM}, deny: { components: ["pkg:npm/x@1"] }`, 'a package URL without version'],
    [
      `${SBOM}, deny: { downgrades: true }, url: "https://x.example/{version}", file: "/srv/{version}"`,
      'says twice',
    ],
    [
      `${SBOM}, deny: { downgrades: true }, file: "/srv/{service}.json"`,
      'leads to one list for every version: name {version} or {digest} in it',
    ],
    [
      `${SBOM}, deny: { downgrades: true }, registry: { url: "https://r.example/v2" }`,
      'without path',
    ],
    [
      `${SBOM}, deny: { downgrades: true }, registry: { url: "https://r.example", repository: a, loginFrom: SLACK_BOT_TOKEN }`,
      'such as REGISTRY_LOGIN',
    ],
  ])('{ %s } is refused', async (line, said) => {
    expect((await faults(ORGANISATION, shopWith(line))).join('\n')).toContain(said);
  });

  test('lists that nobody here can read are doubted', async () => {
    const doubts = async (more: string, sboms: boolean, env = {}) => {
      const text = shopWith(`${SBOM}, deny: { downgrades: true }, environments: [staging]${more}`);
      const found = await load(ORGANISATION, text);
      if (!found.ok) throw new Error(faultsIn(found).join('\n'));
      const room = { slots: null, weights: null, measured: true, sboms };
      return doubtsOf(found, instant(0), env, () => room)
        .map(sayDoubt)
        .filter((one) => one.includes('certificate'));
    };
    expect(await doubts('', true)).toEqual([]);
    expect(await doubts('', false)).toEqual([
      expect.stringMatching(
        /shop: the validation "certificate" does not say where its SBOMs are, and .* knows none: write file, url or registry; for example, a deployment of shop to staging/,
      ),
    ]);
    expect(await doubts(', file: "/srv/sboms/{digest}.json"', false)).toEqual([]);
    const registry =
      ', registry: { url: "https://r.example", repository: a, loginFrom: REGISTRY_A }';
    expect(await doubts(registry, false)).toEqual([
      expect.stringContaining('cannot log in to its registry here: REGISTRY_A is not set'),
    ]);
    expect(await doubts(registry, false, { REGISTRY_A: 'a:b' })).toEqual([]);
  });

  test.each([
    `${EVIDENCE}, file: "/srv/evidence/{service}/{version}.json"`,
    `${EVIDENCE}, url: "https://audit.example/{digest}"`,
    `${SBOM}, deny: { licences: [AGPL-*], components: ["pkg:npm/lodash <4.17.21"], newAbove: 20 }`,
    `${SBOM}, deny: { unlicensed: true }, registry: { url: "https://r.example", repository: "acme/{service}", loginFrom: REGISTRY_LOGIN, hosts: [cdn.example] }`,
  ])('{ %s } is taken', async (line) => {
    expect(await faults(ORGANISATION, shopWith(line))).toEqual([]);
  });
});
