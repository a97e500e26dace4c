import { execFileSync } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { root } from './source-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'fairway-tally-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Outcome = 'passed' | 'failed' | 'skipped';

/** A report as vitest's JSON reporter writes it, one file per list of outcomes. */
function report(name: string, files: readonly (readonly Outcome[])[], unloaded = 0): string {
  const all = files.flat();
  const path = join(folder, name);
  const loaded = files.map((outcomes) => ({
    status: outcomes.includes('failed') ? 'failed' : 'passed',
    name: join(root, 'test/some.test.ts'),
    assertionResults: outcomes.map((status) => ({
      ...{ status, fullName: `${name} ${status}` },
      failureMessages: status === 'failed' ? ['Error: it was not so\n    at the line'] : [],
    })),
  }));
  const broken = Array.from({ length: unloaded }, () => ({
    status: 'failed',
    name: join(root, 'test/broken.test.ts'),
    message: 'Cannot find it',
    assertionResults: [],
  }));
  const count = (wanted: Outcome): number => all.filter((one) => one === wanted).length;
  const body = {
    numPassedTests: count('passed'),
    numFailedTests: count('failed'),
    testResults: [...loaded, ...broken],
  };
  writeFileSync(path, JSON.stringify(body));
  return path;
}

/** What it prints, and what it writes down of each failure. */
function tally(...reports: readonly string[]): { readonly said: string; readonly told: string } {
  const failures = join(folder, 'failures');
  writeFileSync(failures, '');
  const args = [join(root, '.ci/tally.mjs'), failures, ...reports];
  const said = execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8', stdio: 'pipe' });
  return { said, told: readFileSync(failures, 'utf8') };
}

describe('.ci/tally.mjs', () => {
  test('adds passed and failed over files and reports', () => {
    const first = report('first.json', [['passed', 'failed'], ['passed']]);
    const second = report('second.json', [['passed']]);
    expect(tally(first, second)).toEqual({
      said: '3 1\n',
      told: 'test/some.test.ts: first.json failed: Error: it was not so\n',
    });
  });

  test('a file that could not be loaded is a failure', () => {
    expect(tally(report('unloaded.json', [['passed']], 2))).toEqual({
      said: '1 2\n',
      told: 'test/broken.test.ts: the whole file: Cannot find it\n'.repeat(2),
    });
  });

  test('a skipped test is neither', () => {
    expect(tally(report('skipped.json', [['passed', 'skipped']]))).toEqual({
      said: '1 0\n',
      told: '',
    });
  });
});

describe('.ci/run', () => {
  const script = readFileSync(join(root, '.ci/run'), 'utf8');

  test('can be executed, and bash can read it', () => {
    accessSync(join(root, '.ci/run'), constants.X_OK);
    execFileSync('bash', ['-n', join(root, '.ci/run')]);
  });

  test('runs only scripts that package.json has', () => {
    const Package = z.object({ scripts: z.record(z.string(), z.string()) });
    const { scripts } = Package.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
    const called = [
      ...script.matchAll(/^ +suite \S+ \d+ (\S+)$/gm),
      ...script.matchAll(/npm run ([a-z][a-z:]*)/g),
    ].flatMap(([, name]) => name ?? []);
    expect(called).toEqual(expect.arrayContaining(['test', 'walls', 'types', 'lint', 'knip']));
    expect(called.filter((name) => !(name in scripts))).toEqual([]);
  });

  test('is done within 25 minutes whatever hangs', () => {
    const bound = /^DEADLINE=\d+\nbound\(\) \{[^}]*\}$/m.exec(script)?.[0] ?? '';
    const after = (seconds: number): number =>
      Number(execFileSync('bash', ['-c', `${bound}; SECONDS=${seconds}; bound 600`]));
    expect([0, 1_300, 1_500].map(after)).toEqual([600, 100, 1]);
    const checks = script.match(/^ {2}(?:suite|check) \S+ \d+ /gm) ?? [];
    expect(checks).toHaveLength(9);
    expect(script.match(/timeout --kill-after=10 "\$\(bound "\$seconds"\)"/g)).toHaveLength(2);
    // Each that comes too late may still take its second, and ten more to die.
    expect(1_400 + checks.length * 11).toBeLessThanOrEqual(25 * 60);
  });
});
