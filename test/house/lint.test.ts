import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { root } from './source-files.ts';

// As with the walls: each rule of the style law is broken once, and biome must say so by name.
const manyLines = Array.from({ length: 61 }, (_, line) => `  n += ${line};`).join('\n');
const manyPaths = Array.from({ length: 13 }, (_, n) => `  if (n === ${n}) return ${n + 1};`).join(
  '\n',
);

const broken: readonly (readonly [string, string, string])[] = [
  ['src/domain/kernel/clock.ts', 'export const at = Date.now();', 'noRestrictedGlobals'],
  ['src/domain/kernel/env.ts', 'export const port = process.env;', 'noRestrictedGlobals'],
  ['src/domain/kernel/ids.ts', 'export const id = crypto.randomUUID();', 'noRestrictedGlobals'],
  ['src/store/all.ts', 'export default 1;', 'noDefaultExport'],
  ['src/store/kind.ts', 'export enum Kind { One }', 'noEnum'],
  ['src/store/row.ts', 'export const row: any = 1;', 'noExplicitAny'],
  [
    'src/store/first.ts',
    'export const first = (rows: string[]) => rows[0]!;',
    'noNonNullAssertion',
  ],
  ['src/slack/loud.ts', "console.log('hello');\nexport const x = 1;", 'noConsole'],
  ['src/slack/OnSlash.ts', 'export const x = 1;', 'useFilenamingConvention'],
  [
    'src/slack/again.ts',
    'export function f(n: number) {\n  n = 2;\n  return n;\n}',
    'noParameterAssign',
  ],
  [
    'src/slack/typed.ts',
    "import { Block } from '@slack/types';\nexport type X = Block;",
    'useImportType',
  ],
  [
    'src/slack/long.ts',
    `export function f(from: number): number {\n  let n = from;\n${manyLines}\n  return n;\n}`,
    'noExcessiveLinesPerFunction',
  ],
  [
    'src/slack/ladder.ts',
    `export function f(n: number): number {\n${manyPaths}\n  return 0;\n}`,
    'noExcessiveCognitiveComplexity',
  ],
];

/** Where the same words are in order: the store may ask the clock, a test may be long. */
const sound: readonly (readonly [string, string])[] = [
  ['src/store/clock.ts', 'export const at = Date.now();'],
  ['vitest.config.ts', 'export default 1;'],
  ['src/store/key.ts', "export const port = (env: Record<string, string>) => env['PORT'];"],
  [
    'test/store/long.test.ts',
    `export function f(from: number): number {\n  let n = from;\n${manyLines}\n  return n;\n}`,
  ],
];

const Report = z.object({
  diagnostics: z.array(
    z.object({
      category: z.string(),
      severity: z.string(),
      location: z.object({ path: z.string() }),
    }),
  ),
});
let errors: z.infer<typeof Report>['diagnostics'] = [];
const house = mkdtempSync(join(tmpdir(), 'fairway-lint-'));

async function lint(): Promise<void> {
  const program = join(root, 'node_modules/@biomejs/biome/bin/biome');
  const args = [program, 'lint', '--reporter=json', '--max-diagnostics=none', '.'];
  const run = promisify(execFile)(process.execPath, args, { cwd: house });
  // Biome ends with 1 when it finds something, which is what we want of it.
  const Output = z.object({ stdout: z.string() });
  const { stdout } = Output.parse(await run.catch((failure: unknown) => failure));
  errors = Report.parse(JSON.parse(stdout)).diagnostics.filter((one) => one.severity === 'error');
}

function rulesAgainst(file: string): readonly string[] {
  return errors
    .filter((one) => one.location.path.endsWith(file))
    .map((one) => one.category.split('/').at(-1) ?? '');
}

beforeAll(async () => {
  for (const file of ['biome.json', '.gitignore']) cpSync(join(root, file), join(house, file));
  for (const [file, source] of [...broken, ...sound]) {
    mkdirSync(dirname(join(house, file)), { recursive: true });
    writeFileSync(join(house, file), `${source}\n`);
  }
  await lint();
});
afterAll(() => rmSync(house, { recursive: true, force: true }));

describe('the style law bites', () => {
  test.each(broken)('%s: %j breaks %s', (file, _source, rule) => {
    expect(rulesAgainst(file)).toContain(rule);
  });

  test.each(sound)('%s: %j is in order', (file) => {
    expect(rulesAgainst(file)).toEqual([]);
  });
});
