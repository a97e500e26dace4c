import { describe, expect, test } from 'vitest';
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

describe('7.6 validations in the configuration', () => {
  const shopWith = (line: string): string => `${SHOP}validations:\n  certificate: { ${line} }\n`;
  const TLS = 'kind: tls, host: shop.example, otherwise: follow-up';

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
  ])('{ %s } is refused', async (line, said) => {
    expect((await faults(ORGANISATION, shopWith(line))).join('\n')).toContain(said);
  });
});
