import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareSboms } from '../../src/domain/verdict/sbom/compare.ts';
import type { Component } from '../../src/domain/verdict/sbom/component.ts';
import { Denied } from '../../src/domain/verdict/sbom/denied.ts';
import { differ } from '../../src/domain/verdict/sbom/differ.ts';
import { licenceRule } from '../../src/domain/verdict/sbom/licence.ts';
import { liesIn, turn } from '../../src/domain/verdict/sbom/order.ts';
import { matcherOf } from '../../src/domain/verdict/sbom/pattern.ts';
import { MOST_COMPONENTS, readSbom } from '../../src/domain/verdict/sbom/read.ts';

/** `npm lodash 4.17.21 MIT`, as CycloneDX has it. */
function part(line: string): object {
  const [type = '', name = '', version = '', ...licence] = line.split(' ');
  const licenses = licence.length > 0 ? { licenses: [{ expression: licence.join(' ') }] } : {};
  const purl = `pkg:${type}/${name.replace('@', '%40')}@${version}`;
  return { type: 'library', name, version, purl, ...licenses };
}

function cyclonedx(...lines: readonly string[]): string {
  const whole = { type: 'application', name: 'shop', version: '1' };
  const components = lines.map(part);
  return JSON.stringify({ bomFormat: 'CycloneDX', metadata: { component: whole }, components });
}

function spdx(...lines: readonly string[]): string {
  const packages = lines.map((line, i) => {
    const [type = '', name = '', versionInfo = '', ...licence] = line.split(' ');
    return {
      SPDXID: `SPDXRef-${i}`,
      ...{ name, versionInfo, licenseConcluded: 'NOASSERTION' },
      licenseDeclared: licence.join(' ') || 'NONE',
      externalRefs: [
        { referenceType: 'cpe23Type', referenceLocator: 'cpe:2.3:a:x:y' },
        { referenceType: 'purl', referenceLocator: `pkg:${type}/${name}@${versionInfo}` },
      ],
    };
  });
  const whole = { SPDXID: 'SPDXRef-shop', name: 'shop', versionInfo: '1' };
  const describes = {
    spdxElementId: 'SPDXRef-DOCUMENT',
    ...{ relationshipType: 'DESCRIBES', relatedSpdxElement: 'SPDXRef-shop' },
  };
  const all = { packages: [whole, ...packages], relationships: [describes] };
  return JSON.stringify({ spdxVersion: 'SPDX-2.3', ...all });
}

const BEFORE = [
  'npm lodash 4.17.21 MIT',
  'npm @acme/payments 4.1.0 Apache-2.0',
  'deb openssl 3.0.11-1~deb12u2 Apache-2.0',
  'npm left-pad 1.3.0 WTFPL',
];

function compared(
  after: readonly string[],
  denied: object,
  before: readonly string[] | null = BEFORE,
) {
  const was = before && { version: '1.0.0', components: readSbom(cyclonedx(...before)) };
  return compareSboms({ after: readSbom(cyclonedx(...after)), before: was }, Denied.parse(denied));
}

describe('7.6 reading an SBOM', () => {
  test('CycloneDX and SPDX of the same are the same', () => {
    const lines = ['npm lodash 4.17.21 MIT', 'npm chalk 5.0.0'];
    expect(readSbom(spdx(...lines)).toSorted(byKey)).toEqual(
      readSbom(cyclonedx(...lines)).toSorted(byKey),
    );
    expect(readSbom(spdx(...lines))).toContainEqual({
      key: 'pkg:npm/lodash',
      ...{ name: 'lodash', version: '4.17.21', ecosystem: 'npm', licences: ['MIT'] },
    });
  });

  test('nested components count, files and the whole do not', () => {
    const inner = { type: 'library', name: 'inner', group: 'org.acme', version: '1.0' };
    const components = [
      { type: 'framework', name: 'outer', components: [inner] },
      { type: 'file', name: '/etc/passwd' },
    ];
    const text = JSON.stringify({ bomFormat: 'CycloneDX', components });
    expect(readSbom(text).map(({ name }) => name)).toEqual(['outer', 'org.acme/inner']);
  });

  test('where a document describes all its packages, none of them is the whole', () => {
    const packages = [{ SPDXID: 'a', name: 'x' }];
    const text = JSON.stringify({ spdxVersion: 'SPDX-2.2', documentDescribes: ['a'], packages });
    expect(readSbom(text)).toMatchObject([{ name: 'x', version: '', licences: [] }]);
  });

  test.each([
    ['not JSON at all', 'it is no JSON'],
    ['[]', /neither CycloneDX nor SPDX/],
    ['null', /neither/],
    ['{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[]}', /neither/],
    ['{"spdxVersion":"SPDX-3.0"}', /not in version 2/],
    ['{"bomFormat":"CycloneDX"}', /lists no components, and so it proves nothing/],
    ['{"bomFormat":"CycloneDX","components":[{"name":"x"}]}', /no type or no name/],
    ['{"bomFormat":"CycloneDX","components":[null]}', /no type or no name/],
    ['{"bomFormat":"CycloneDX","components":7}', /begins as CycloneDX and is not/],
    ['{"spdxVersion":"SPDX-2.3","packages":[]}', /lists no components/],
  ])('what proves nothing is refused: %s', (text, why) => {
    expect(() => readSbom(text)).toThrow(why);
  });

  test('so many and no more, however deep', () => {
    const many = Array.from({ length: MOST_COMPONENTS + 1 }, () => ({
      type: 'library',
      name: 'x',
    }));
    const flat = JSON.stringify({ bomFormat: 'CycloneDX', components: many });
    expect(() => readSbom(flat)).toThrow(/more than 20000/);
    const packages = many.map((_, i) => ({ SPDXID: `${i}`, name: 'x' }));
    const other = JSON.stringify({ spdxVersion: 'SPDX-2.3', packages });
    expect(() => readSbom(other)).toThrow(/more than 20000/);
    const depth = 30_000;
    const open = '{"type":"library","name":"x","components":['.repeat(depth);
    const deep = `{"bomFormat":"CycloneDX","components":[${open}${']}'.repeat(depth)}]}`;
    expect(() => readSbom(deep)).toThrow();
  });

  test('whatever it is given it reads or refuses, and names are on one line', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify({ bomFormat: 'CycloneDX', components: value });
        try {
          for (const { name } of readSbom(text)) expect(name).not.toMatch(/[\n\r]/);
        } catch (error) {
          expect((error as Error).constructor.name).toBe('UnreadableError');
        }
      }),
    );
  });
});

function byKey(a: Component, b: Component): number {
  return a.key < b.key ? -1 : 1;
}

describe('7.6 which way a version went', () => {
  test.each([
    ['npm', '1.0.0', '1.0.1', 'up'],
    ['npm', '1.0.0-rc.2', '1.0.0-rc.10', 'up'],
    ['npm', '2.0.0', '1.9.9', 'down'],
    ['golang', 'v1.2.3', 'v1.2.2', 'down'],
    ['deb', '1.2.3', '1.2.2', 'down'],
    ['deb', '1.2.3', '1.2.3-4', null],
    ['maven', '32.1.0-jre', '31.1.0-jre', null],
    ['', '10.0.0', '9.0.0', 'down'],
    ['pypi', '2024.1', '2023.1', null],
    ['npm', 'latest', '1.0.0', null],
    ['npm', '1.0.0+a', '1.0.0+b', null],
  ] as const)('%s: %s to %s is %s', (ecosystem, from, to, expected) => {
    expect(turn({ ecosystem, version: from }, { ecosystem, version: to })).toBe(expected);
  });

  test('what cannot be compared lies in no range, and not outside of it either', () => {
    expect(liesIn('<4.17.21', { ecosystem: 'npm', version: '4.17.20' })).toBe(true);
    expect(liesIn('<4.17.21', { ecosystem: 'npm', version: '4.17.21' })).toBe(false);
    expect(liesIn('<4.17.21', { ecosystem: 'deb', version: '4.17.20-1' })).toBeNull();
  });
});

describe('7.6 what differs', () => {
  test('names what is new, gone and changed, and which licences are new', () => {
    const after = [
      'npm lodash 4.17.20 MIT',
      'npm @acme/payments 4.2.0 Apache-2.0',
      'deb openssl 3.0.11-1~deb12u3 Apache-2.0',
      'npm chalk 5.0.0 BSD-2-Clause',
    ];
    const seen = compared(after, { unlicensed: true });
    expect(seen.fault).toBeNull();
    expect(seen.says).toBe(
      'Against 1.0.0: 1 new (chalk 5.0.0); 1 gone (left-pad 1.3.0); 3 in another version ' +
        '(@acme/payments from 4.1.0 to 4.2.0, lodash from 4.17.21 to 4.17.20, openssl from 3.0.11-1~deb12u2 to 3.0.11-1~deb12u3); ' +
        '1 licence new (BSD-2-Clause)',
    );
    expect(seen.evidence).toMatchObject({ counts: { added: 1, removed: 1, changed: 3 } });
  });

  test('nothing', () => {
    expect(compared(BEFORE, { downgrades: true, newAbove: 0 })).toMatchObject({
      says: 'The same 4 components as in 1.0.0',
      fault: null,
    });
  });

  test('several versions of one component are held against each other by their newest', () => {
    const list = (...versions: string[]) =>
      readSbom(cyclonedx(...versions.map((version) => `npm lodash ${version} MIT`)));
    const changes = (before: string[], after: string[]) =>
      differ(list(...before), list(...after)).changed.map(({ from, to, turn: went }) => [
        from.join(),
        to.join(),
        went,
      ]);
    expect(changes(['3.0.0', '4.0.0'], ['3.0.1', '4.0.0'])).toEqual([['3.0.0', '3.0.1', 'up']]);
    expect(changes(['3.0.1', '4.0.0'], ['3.0.0', '4.0.0'])).toEqual([['3.0.1', '3.0.0', 'down']]);
    expect(changes(['3.0.0', '4.0.0'], ['3.0.0'])).toEqual([['4.0.0', '', 'down']]);
    expect(changes(['3.0.0'], ['3.0.0', '4.0.0'])).toEqual([['', '4.0.0', 'up']]);
    expect(changes(['3.0.0', '4.0.0'], ['4.0.0', '3.0.0', '3.0.0'])).toEqual([]);
  });

  test('a list differs from itself in nothing, and back again in the opposite', () => {
    const lines = fc.uniqueArray(
      fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom('1.0.0', '1.1.0', '2.0.0')),
      { minLength: 1, selector: ([name]) => name },
    );
    const listOf = (all: readonly (readonly [string, string])[]) =>
      readSbom(cyclonedx(...all.map(([name, version]) => `npm ${name} ${version} MIT`)));
    fc.assert(
      fc.property(lines, lines, (one, other) => {
        const [a, b] = [listOf(one), listOf(other)];
        expect(differ(a, a)).toEqual({
          added: [],
          removed: [],
          changed: [],
          licences: [],
          fresh: [],
        });
        const [there, back] = [differ(a, b), differ(b, a)];
        expect(there.added).toEqual(back.removed);
        expect(there.changed.filter((one) => one.turn === 'down').map(({ name }) => name)).toEqual(
          back.changed.filter((one) => one.turn === 'up').map(({ name }) => name),
        );
      }),
    );
  });
});

describe('7.6 what is denied, each rule on a difference that passes and one that fails', () => {
  const more = (...lines: string[]) => [...BEFORE, ...lines];

  test.each([
    [
      { licences: ['AGPL-*'] },
      'npm x 1.0.0 MIT',
      'npm x 1.0.0 AGPL-3.0-only',
      /^x 1\.0\.0 is under AGPL-3\.0-only, which is denied\. Against 1\.0\.0: 1 new/,
    ],
    [
      { licences: ['AGPL-*'] },
      'npm x 1.0.0 MIT OR AGPL-3.0-only',
      'npm x 1.0.0 MIT AND AGPL-3.0-only',
      /is under MIT AND AGPL/,
    ],
    [{ unlicensed: true }, 'npm x 1.0.0 MIT', 'npm x 1.0.0', /^x 1\.0\.0 names no licence/],
    [
      { components: ['event-stream'] },
      'npm event-streams 1.0.0',
      'npm event-stream 1.0.0',
      /^event-stream 1\.0\.0 is denied/,
    ],
    [
      { components: ['pkg:npm/@evil/*'] },
      'npm @good/x 1.0.0',
      'npm @evil/x 1.0.0',
      /^@evil\/x 1\.0\.0 is denied/,
    ],
    [
      { components: ['pkg:npm/x <1.2.0'] },
      'npm x 1.2.0',
      'npm x 1.1.9',
      /^x 1\.1\.9 is denied \(<1\.2\.0\)/,
    ],
    [
      { components: ['x <1.2.0'] },
      'npm x 1.2.0',
      'deb x 1.3.0-1',
      /^x 1\.3\.0-1 is in a version that cannot be held against <1\.2\.0/,
    ],
  ])('%j: not %s, but %s', (denied, passes, fails, why) => {
    expect(compared(more(passes), denied).fault).toBeNull();
    expect(compared(more(fails), denied).fault).toMatch(why);
  });

  test('what went back, and how much is new', () => {
    const older = ['npm lodash 4.17.20 MIT', ...BEFORE.slice(1)];
    expect(compared(older, { downgrades: true }).fault).toMatch(
      /^lodash went back from 4\.17\.21 to 4\.17\.20\. Against/,
    );
    const newer = ['npm lodash 4.18.0 MIT', ...BEFORE.slice(1)];
    expect(compared(newer, { downgrades: true }).fault).toBeNull();
    const three = more('npm a 1.0.0', 'npm b 1.0.0', 'npm c 1.0.0');
    expect(compared(three, { newAbove: 3 }).fault).toBeNull();
    expect(compared(three, { newAbove: 2 }).fault).toMatch(/^3 components are new, allowed are 2/);
  });

  test('what was there before is not the doing of this version, until its version or licence changes', () => {
    const denied = { licences: ['WTFPL'], components: ['lodash'] };
    expect(compared(more('npm x 1.0.0 MIT'), denied).fault).toBeNull();
    const changed = ['npm lodash 4.17.22 MIT', ...BEFORE.slice(1)];
    expect(compared(changed, denied).fault).toMatch(/^lodash 4\.17\.22 is denied/);
    const relicensed = ['npm lodash 4.17.21 WTFPL', ...BEFORE.slice(1)];
    expect(compared(relicensed, { licences: ['WTFPL'] }).fault).toMatch(
      /^lodash 4\.17\.21 is under WTFPL/,
    );
  });

  test('where nothing served before, all is new and that alone is no fault', () => {
    const rules = { newAbove: 0, downgrades: true, licences: ['AGPL-*'] };
    expect(compared(BEFORE, rules, null)).toMatchObject({
      fault: null,
      says: 'Nothing served before to compare with: 4 components',
    });
    expect(compared(more('npm x 1.0.0 AGPL-3.0-only'), rules, null).fault).toMatch(/^x 1\.0\.0/);
  });

  test('many are named by the first few, and a sentence stays one', () => {
    const many = Array.from({ length: 2_000 }, (_, i) => `npm p${i}-${'x'.repeat(300)} 1.0.0`);
    const { fault, says } = compared(more(...many), { unlicensed: true, newAbove: 1 });
    expect(fault).toMatch(/and 1996 more; 2000 components are new, allowed are 1/);
    expect((fault ?? '').length).toBeLessThan(2_000);
    expect(says.length).toBeLessThan(1_000);
  });

  test.each([
    [{}, /denies nothing/],
    [{ downgrades: false }, /denies nothing/],
    [{ components: ['pkg:npm/x@1.0.0'] }, /without version/],
    [{ components: ['x <<1'] }, /a range behind it/],
    [{ licences: ['*a*a*a*a*a*a*a*a*a*a*'] }, /at most nine/],
    [{ licence: ['MIT'] }, /licence/],
  ])('refuses %j', (denied, why) => {
    expect(() => Denied.parse(denied)).toThrow(why);
  });
});

describe('7.6 licences and patterns', () => {
  test.each([
    ['AGPL-3.0+', ['AGPL-*'], true],
    ['GPL-2.0-only WITH Classpath-exception-2.0', ['GPL-*'], true],
    ['(MIT OR GPL-2.0-only) AND BSD-3-Clause', ['GPL-*'], false],
    ['GPL-2.0-only OR AGPL-3.0-only', ['GPL-*'], false],
    ['GPL-2.0-only OR AGPL-3.0-only', ['*GPL-*'], true],
    ['GNU Affero General Public License v3', ['GNU Affero*'], true],
    ['Foo or AGPL-3.0', ['AGPL-*'], true],
    ['MIT', ['mit'], true],
  ])('%s under %j: %s', (term, patterns, isDenied) => {
    expect(licenceRule(patterns)({ licences: [term] }) !== null).toBe(isDenied);
  });

  test('a pattern matches as the regular expression of it does', () => {
    const some = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
    fc.assert(
      fc.property(
        some,
        fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 }),
        (p, text) => {
          const like = new RegExp(`^${p.replaceAll('*', '.*')}$`);
          expect(matcherOf(p)(text)).toBe(like.test(text));
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
