import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { check } from '../../src/cli/check.ts';
import { schema } from '../../src/cli/schema.ts';
import { ORGANISATION, providers, SHOP, swap } from './sources.ts';

async function temporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fairway-check-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

async function run(...args: readonly string[]): Promise<readonly [number, readonly string[]]> {
  const lines: string[] = [];
  const code = await check(args, (line) => lines.push(line), providers);
  return [code, lines];
}

async function broken(): Promise<string> {
  const folder = await temporary();
  await mkdir(join(folder, 'services'));
  await writeFile(join(folder, 'fairway.yaml'), swap(ORGANISATION, 'protected', 'protectd'));
  await writeFile(join(folder, 'services', 'shop.yaml'), swap(SHOP, '10, 50', '50, 10'));
  return folder;
}

describe('fairway check', () => {
  test('says in one line what is there', async () => {
    expect(await run('examples/acme')).toEqual([
      0,
      [
        'examples/acme: 2 environments, 3 services, 5 people, 5 groups, 3 approval rules, 1 blackout',
      ],
    ]);
  });

  test('prints every fault with its place, and their count', async () => {
    const folder = await broken();
    expect(await run(folder)).toEqual([
      1,
      [
        `${folder}/fairway.yaml:3:31: unknown key "protectd" (did you mean "protected"?)`,
        `${folder}/services/shop.yaml:6:40: "weights" must rise from step to step, such as [10, 50]`,
        '',
        '2 faults',
      ],
    ]);
  });

  test('answers programs with --json', async () => {
    const [code, [line = '', ...more]] = await run(await broken(), '--json');
    expect([code, more]).toEqual([1, []]);
    expect(JSON.parse(line)).toMatchObject({
      ok: false,
      faults: [
        { line: 3, column: 31, path: 'environments.staging.protectd' },
        { line: 6, column: 40, path: 'environments.production.strategy.weights', hint: null },
      ],
    });
    const [fine, [summary = '']] = await run('--json', 'examples/acme');
    expect(fine).toBe(0);
    expect(JSON.parse(summary)).toMatchObject({ ok: true, services: 3, faults: [] });
  });

  test.each([[['--jsn']], [['a', 'b']]])('refuses %j', async (args) => {
    const [code, lines] = await run(...args);
    expect([code, lines]).toEqual([2, [expect.stringContaining('usage: fairway check')]]);
  });
});

describe('fairway schema', () => {
  test('writes the files that are committed: run `npm run fairway -- schema` when this fails', async () => {
    const folder = await temporary();
    const lines: string[] = [];
    expect(await schema([folder], (line) => lines.push(line))).toBe(0);
    expect(lines).toHaveLength(2);
    for (const file of ['fairway.schema.json', 'service.schema.json']) {
      const [written, committed] = await Promise.all([
        readFile(join(folder, file), 'utf8'),
        readFile(join('docs/reference', file), 'utf8'),
      ]);
      expect(written).toBe(committed);
    }
  });
});
