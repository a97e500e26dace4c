import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { accessReview } from '../../src/cli/access-review.ts';
import { calendar } from '../../src/cli/calendar.ts';
import { check } from '../../src/cli/check.ts';
import { schema } from '../../src/cli/schema.ts';
import { providerTargets } from '../../src/providers/index.ts';
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
        'examples/acme: 2 environments, 4 services, 6 people, 7 groups, 7 approval rules, 3 blackouts, 1 release window',
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
    expect(JSON.parse(summary)).toMatchObject({ ok: true, services: 4, faults: [] });
  });

  test('says what in sound rules can hardly be meant, with its place, and exits with 0', async () => {
    const folder = await temporary();
    const shut = [
      'blackouts:',
      '  - name: always',
      '    environments: [production]',
      '    owner: ana',
      '    zone: UTC',
      '    from: 2026-01-01T00:00',
      '    for: 24h',
      '    repeat: FREQ=DAILY',
    ];
    await mkdir(join(folder, 'services'));
    await writeFile(join(folder, 'fairway.yaml'), [ORGANISATION.trimEnd(), ...shut, ''].join('\n'));
    await writeFile(join(folder, 'services', 'shop.yaml'), SHOP);
    const line = ORGANISATION.trimEnd().split('\n').length + 2;
    const [code, [, ...warnings]] = await run(folder);
    expect([code, warnings]).toEqual([
      0,
      [
        `${folder}/fairway.yaml:${line}:5: warning: blackout always: "always" never reopens; for example, shop to production could not start at any moment from 2026-01-01 to 2027-01-06`,
      ],
    ]);
    const [, [json = '']] = await run('--json', folder);
    expect(JSON.parse(json)).toMatchObject({ ok: true, warnings: [{ line, column: 5 }] });
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

describe('fairway calendar', () => {
  test('prints what the configuration closes as an iCalendar text', async () => {
    const lines: string[] = [];
    const print = (line: string) => lines.push(line);
    expect(await calendar(['examples/acme', '--days=14'], print, providers)).toBe(0);
    const text = lines.join('\n');
    expect(text.match(/SUMMARY:blackout: index rebuild/g)?.length).toBeGreaterThanOrEqual(2);
    expect(text).toMatch(/DESCRIPTION:search in production\\; owner platform/);
    for (const args of [['--days=0'], ['--weeks=2'], ['a', 'b']]) {
      expect(await calendar(args, print, providers)).toBe(2);
    }
    expect(await calendar([await broken()], print, providers)).toBe(1);
  });
});

describe('fairway access-review', () => {
  test('prints who may deploy and approve what, one right a line', async () => {
    const lines: string[] = [];
    const print = (line: string): void => void lines.push(line);
    expect(await accessReview(['examples/acme'], print, providerTargets)).toBe(0);
    expect(lines[0]).toBe('environment,service,person,may,rule,groups,account');
    expect(lines).toContain(
      'production,shop,ana,deploy,environments.production.deployers,deployers,true',
    );
    expect(lines).toContain('production,shop,bo,approve,"approvals ""production""",sre,true');
    expect(lines.some((line) => line.startsWith('production,shop,ana,approve'))).toBe(false);
    expect(await accessReview(['examples/acme', '--json'], print, providerTargets)).toBe(0);
    expect(JSON.parse(lines.at(-1) ?? '')).toHaveLength(lines.length - 2);
    expect(await accessReview(['nowhere'], print, providerTargets)).toBe(1);
    expect(await accessReview(['--csv'], print, providerTargets)).toBe(2);
  });
});
