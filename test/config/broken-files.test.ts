import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { loadCatalog } from '../../src/config/load.ts';
import { readSource } from '../../src/config/source.ts';
import { faultsIn, load, ORGANISATION, options, SHOP, swap } from './sources.ts';

async function folderOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fairway-config-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, 'services'));
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
  return folder;
}

describe('a folder', () => {
  test('that is not there', async () => {
    expect(faultsIn(await loadCatalog('no/such/folder', options))).toEqual([
      'no/such/folder/fairway.yaml:1:1: there is no such file (docs/configuration.md says what belongs there)',
    ]);
  });

  test('is read with its services, .yml too, and names files as they were reached', async () => {
    const folder = await folderOf({
      'fairway.yml': ORGANISATION,
      'services/a.yaml': SHOP,
      'services/b.yml': swap(SHOP, 'service: shop', 'service: Shop'),
      'services/README.md': 'not read',
    });
    const [fault, ...more] = faultsIn(await loadCatalog(folder, options));
    expect(fault).toContain(`${join(folder, 'services', 'b.yml')}:1:10: `);
    expect(more).toHaveLength(1);
  });

  test('with two descriptions of the organisation', async () => {
    const folder = await folderOf({ 'fairway.yaml': ORGANISATION, 'fairway.yml': ORGANISATION });
    expect(faultsIn(await loadCatalog(folder, options))).toEqual([
      `${folder}/fairway.yml:1:1: the organisation is already described in ${folder}/fairway.yaml (keep one of the two files)`,
    ]);
  });

  test('with a file that is not text', async () => {
    const folder = await folderOf({
      'fairway.yaml': ORGANISATION,
      'services/a.yaml': new Uint8Array([0xff, 0xfe, 0x00]),
    });
    expect(faultsIn(await loadCatalog(folder, options))).toEqual([
      `${folder}/services/a.yaml:1:1: this file is not UTF-8 text (docs/configuration.md says what belongs there)`,
    ]);
  });
});

describe('all faults at once', () => {
  test('of every file, from the top of the first to the end of the last', async () => {
    const organisation = ORGANISATION.replace('protected', 'protectd').replace(
      'bo, chen',
      'bo, bob',
    );
    const faults = faultsIn(
      await load(organisation, SHOP.replace('10, 50', '50, 10'), SHOP.replace('owners', 'owner')),
    );
    expect(faults.map((line) => line.slice(0, line.indexOf(': ')))).toEqual([
      'fairway.yaml:3:31',
      'fairway.yaml:11:24',
      'services/1.yaml:6:40',
      'services/2.yaml:1:10',
      'services/2.yaml:2:1',
    ]);
  });

  test('but nothing is called unknown while the file that would name it cannot be read', async () => {
    expect(faultsIn(await load(`${ORGANISATION}\n}`, SHOP))).toEqual([
      expect.stringContaining('fairway.yaml:17:1: YAML: '),
    ]);
  });

  test('nor a service while one of the service files cannot be read', async () => {
    const rule = `${ORGANISATION}    services: [search]\n`;
    expect(faultsIn(await load(rule, SHOP, 'service: [search'))).toEqual([
      expect.stringContaining('services/2.yaml:1:17: YAML: '),
    ]);
  });
});

describe('what YAML allows and a configuration cannot be', () => {
  test.each([
    ['a: &a [*a]', '1:8: YAML: the alias *a stands within &a itself (put a text with * in quotes)'],
    ['a: *b', '1:4: YAML: the alias *b has no &b before it (put a text with * in quotes)'],
    ['? [a, b]\n: 1', '1:3: YAML: this cannot be a key (a key is one plain word)'],
    ['__proto__: 1', '1:1: YAML: this cannot be a key (a key is one plain word)'],
    ['--- {}\n--- {}', '2:1: YAML: a second document begins here (remove the line ---)'],
    ['a: !secret b', '1:4: YAML: Unresolved tag: !secret'],
    [
      'a: &a [1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c]',
      '1:1: YAML: more than 100 values would come of aliases (write the values out)',
    ],
  ])('%j', (text, expected) => {
    const { sound, faults } = readSource({ file: 'fairway.yaml', text });
    const said = faults.map((f) => `${f.line}:${f.column}: ${f.message} (${f.hint})`);
    expect(sound).toBe(false);
    expect(said.map((one) => one.replace(' (null)', ''))).toEqual([expected]);
  });

  test('a byte order mark and Windows line ends change no place', async () => {
    const text = `\uFEFF${swap(ORGANISATION, 'protected', 'protectd').replaceAll('\n', '\r\n')}`;
    expect(faultsIn(await load(text, SHOP))).toEqual([
      'fairway.yaml:3:31: unknown key "protectd" (did you mean "protected"?)',
    ]);
  });

  test.each(['', '\n', '# nothing', '- a', 'text', '3'])(
    'a file of %j is at fault',
    async (text) => {
      const faults = faultsIn(await load(text));
      expect(faults.length).toBeGreaterThan(0);
      expect(faults[0]).toMatch(/^fairway\.yaml:1:\d: /);
    },
  );
});

test('an open quote is placed in the file, however many lines it swallows', () => {
  const text = "a: { b: 'open\nc: 1\n\nd: 2 }\n";
  const places = readSource({ file: 'fairway.yaml', text }).faults.map((f) => [f.line, f.column]);
  expect(places.length).toBeGreaterThan(0);
  for (const [line = 0, column = 0] of places) {
    expect(column).toBeLessThanOrEqual((text.split('\n')[line - 1]?.length ?? -1) + 1);
  }
});
