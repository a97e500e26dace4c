import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { read } from '../../src/commands/grammar/parse.ts';
import { printLine, printUsage } from '../../src/commands/grammar/print.ts';
import type { Arg } from '../../src/commands/grammar/spec.ts';
import { corrected, suggest } from '../../src/commands/grammar/suggest.ts';
import { verbNamed, verbs } from '../../src/commands/verbs.ts';
import { isRefusal } from '../../src/domain/kernel/refusal.ts';

function verb(name: string) {
  const found = verbNamed(name);
  if (!found) throw new Error(name);
  return found;
}
const deploy = verb('deploy');

describe('reading a line', () => {
  test.each([
    ['shop@1.1.0 to production', { service: 'shop', version: '1.1.0', to: 'production' }],
    ['shop 1.1.0 TO prod', { service: 'shop', version: '1.1.0', to: 'prod' }],
    ['to prod shop 1.1.0', { service: 'shop', version: '1.1.0', to: 'prod' }],
    [
      'shop@1.1.0 --strategy canary --dry-run',
      { service: 'shop', version: '1.1.0', strategy: 'canary', 'dry-run': true },
    ],
    ['shop@1.1.0 --strategy=canary', { service: 'shop', version: '1.1.0', strategy: 'canary' }],
    [
      "shop@1 to prod because it's broken --yes",
      { service: 'shop', version: '1', to: 'prod', because: "it's broken --yes" },
    ],
    ['shop@1 because "say \\"hi\\""', { service: 'shop', version: '1', because: 'say "hi"' }],
    ["shop@1 to prod because it's down at 9", { to: 'prod', because: "it's down at 9" }],
    ['shop@1 --fixes INC-812', { service: 'shop', version: '1', fixes: 'INC-812' }],
    ['shop@1 AT 14:30 to prod', { at: '14:30', to: 'prod' }],
    ['shop@1 at 09:30 Europe/Berlin to prod', { at: '09:30 Europe/Berlin', to: 'prod' }],
    ['at fri 17:00 utc shop 1', { at: 'fri 17:00 utc', service: 'shop', version: '1' }],
    ['shop@1 at "tomorrow 9:00" to prod', { at: 'tomorrow 9:00', to: 'prod' }],
    ['shop@1 at +20m to prod', { at: '+20m', to: 'prod' }],
    ['shop at 9:30 1.1.0 to prod', { at: '9:30', version: '1.1.0', to: 'prod' }],
    ['', {}],
  ])('%s', (text, values) => {
    expect(read(deploy, text)).toMatchObject({ values });
  });

  test.each([
    ['shop@1 --stragety canary', 'unknown-flag', '--strategy'],
    ['shop@1 --strategy', 'no-value', '--strategy'],
    ['shop@1 --strategy yolo', 'bad-value', 'rolling'],
    ['shop@1 to prod extra', 'extra-word', 'extra'],
    ['shop@1 to', 'no-value', 'needs a value'],
    ['"shop@1 to prod', 'open-quote', 'quot'],
    ['shop@1 --yes', 'not-yet', 'its Start is the yes'],
    ['shop@1 --train 2026.47', 'not-yet', 'It rides by /release train join'],
    ['shop@1 --as-of', 'no-value', 'needs a value'],
    ['shop@1 to prod at', 'no-value', 'needs a value'],
    ['shop@1 to prod at 9:30 10:30', 'extra-word', '10:30'],
  ])('%s is refused as %s', (text, code, word) => {
    const refusal = read(deploy, text);
    expect(refusal).toMatchObject({ code });
    expect(JSON.stringify(refusal)).toContain(word);
  });
});

function anyValue(arg: Arg, word: fc.Arbitrary<string>, keywords: readonly string[]) {
  if (arg.form === 'switch') return fc.constant(true);
  if (Array.isArray(arg.of)) return fc.constantFrom(...arg.of);
  if (arg.form === 'rest') return word.map((w) => w.trim()).filter((w) => w !== '');
  return word.filter((w) => !keywords.includes(w) && !w.includes('@'));
}

test('every printed line reads back as what it was printed from (1,000 random lines a verb)', () => {
  const word = fc.stringMatching(/^[a-z0-9][a-z0-9 .'"$@-]{0,12}$/);
  for (const shape of verbs) {
    const entries = Object.entries(shape.args);
    const keywords = [
      ...entries.flatMap(([, a]) => (a.form === 'keyword' || a.form === 'rest' ? a.words : [])),
      ...Object.keys(shape.notYet ?? {}),
    ];
    const values = fc.record(
      Object.fromEntries(entries.map(([name, arg]) => [name, anyValue(arg, word, keywords)])),
      {
        requiredKeys: entries.filter(([, a]) => a.form === 'positional').map(([name]) => name),
      },
    );
    fc.assert(
      fc.property(values, (given) => {
        const line = printLine(shape, given);
        const text = line.slice(
          shape.root.length + (shape.root === '/release' ? shape.name.length + 1 : 0),
        );
        const reading = read(shape, text);
        if (isRefusal(reading)) throw new Error(`${line}: ${reading.what}`);
        expect(reading.values).toEqual(given);
      }),
      // What takes no words has one line.
      { numRuns: entries.length === 0 ? 1 : 1_000 },
    );
  }
});

test('any text is read or refused, never thrown at', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (text) => {
      for (const shape of verbs) read(shape, text);
    }),
    { numRuns: 2_000 },
  );
});

describe('did you mean', () => {
  const known = ['shop', 'checkout', 'search'];
  test.each([
    ['shpo', 'shop'],
    ['chekout', 'checkout'],
    ['check', 'checkout'],
    ['zebra', null],
  ])('%s → %s', (word, expected) => expect(suggest(word, known)).toBe(expected));

  test('the corrected line keeps everything else', () => {
    expect(corrected('/deploy shpo@1 to shpo', 'shpo', 'shop')).toBe('/deploy shop@1 to shpo');
  });
});

test('usage is printed from the arguments', () => {
  expect(printUsage(verb('rollback'))).toBe(
    '/rollback <service> [to <version>] [in <environment>] [--of <id>] [--dry-run] [because <text>]',
  );
});

describe('a reason needs no word before it where nothing else can follow', () => {
  test.each([
    ['reject', 'D-3 wait for the migration', 'wait for the migration'],
    ['reject', 'D-3 because wait', 'wait'],
    ['abort', 'D-3 wrong, because of me', 'wrong, because of me'],
    ['lock', 'shop in production moving in new disks', 'moving in new disks'],
  ])('%s %s', (name, text, because) => {
    expect(read(verb(name), text)).toMatchObject({ values: { because } });
  });
});

test('a word that is not on a fixed list is refused, in any case of letters', () => {
  expect(read(verb('list'), 'RUNNING')).toMatchObject({ values: { which: 'running' } });
  const no = read(verb('list'), 'faild');
  expect(no).toMatchObject({ code: 'bad-value', fix: expect.stringContaining('failed?') });
});
