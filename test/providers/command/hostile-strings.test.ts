import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCommandProvider } from '../../../src/providers/command/index.ts';
import { commandTarget } from '../../../src/providers/command/target.ts';
import { fill, type Values } from '../../../src/providers/programs/placeholders.ts';
import { createRedactor } from '../../../src/providers/programs/redact.ts';
import { runCommand } from '../../../src/providers/programs/run.ts';
import { createTranscript } from '../../../src/providers/programs/transcript.ts';

const log = { info() {}, warn() {}, error() {} };
const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
const canary = join(folder, 'canary');
const echo = 'process.stdout.write(JSON.stringify(process.argv.slice(1)))';
const DIGEST = `sha256:${'a'.repeat(64)}` as const;

beforeAll(() => expect(existsSync(canary)).toBe(false));
afterAll(() => rmSync(folder, { recursive: true }));

/** What people have put into version fields, each ending in a file that must never be. */
const attack = fc.constantFrom(
  `$(touch ${canary})`,
  `\`touch ${canary}\``,
  `; touch ${canary} #`,
  `| touch ${canary}`,
  `&& touch ${canary}`,
  `\ntouch ${canary}\n`,
  `\r\ntouch ${canary}`,
  `> ${canary}`,
  `'; touch ${canary}; '`,
  `"; touch ${canary}; "`,
  `--output=${canary}`,
  `-o${canary}`,
  `-`,
  `--`,
  `\${IFS}touch\${IFS}${canary}`,
  `1.0.0\0; touch ${canary}`,
  `1.0.0\n`,
  `1.0.0 `,
  ' 1.0.0',
  '{digest}',
  '{version}',
  '$&',
  '$1',
  '../../etc/passwd',
  '~/x',
  '*',
  '%s%n',
  '\u202e0.0.1',
  '\uff0d1',
  '１.0.0',
  '\ud800',
  '\u2028',
  'none',
  '',
  'x'.repeat(129),
);
const safe = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._/@:+-]{0,20}$/);
const hostile = fc.oneof(
  { weight: 4, arbitrary: attack },
  { weight: 3, arbitrary: fc.tuple(safe, attack).map((parts) => parts.join('')) },
  { weight: 3, arbitrary: fc.tuple(attack, safe).map((parts) => parts.join('')) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 140 }) },
  { weight: 1, arbitrary: safe },
);

/** Written again, on purpose not by the pattern under test: its alphabet, one character at a time. */
function isPlain(text: string): boolean {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  const [first, ...rest] = [...text];
  if (first === undefined || text.length > 128 || text === 'none') return false;
  return letters.includes(first) && rest.every((one) => `${letters}._/@:+-`.includes(one));
}

describe('hostile values', () => {
  test('10,000 of them: refused, or one argument of exactly these bytes', () => {
    const template = ['deploy', '--', '{version}', '--to={version}', '{key}', 'plain $HOME'];
    let refused = 0;
    let passed = 0;
    const check = (value: string): void => {
      const filled = fill(template, { version: value, key: 'D-1:0:1' });
      expect(filled.ok).toBe(isPlain(value));
      if (!filled.ok) {
        refused += 1;
        return;
      }
      passed += 1;
      const wanted = ['deploy', '--', value, `--to=${value}`, 'D-1:0:1', 'plain $HOME'];
      expect(filled.argv.map((one) => Buffer.from(one))).toEqual(
        wanted.map((one) => Buffer.from(one)),
      );
    };
    fc.assert(fc.property(hostile, check), { numRuns: 10_000 });
    expect(refused).toBeGreaterThan(5_000);
    expect(passed).toBeGreaterThan(300);
    expect(existsSync(canary)).toBe(false);
  });

  test('as any other value too: service, key, digest, previous version', () => {
    const names = ['service', 'environment', 'digest', 'key', 'previous_version'];
    const good: Values = Object.fromEntries(names.map((name) => [name, 'fine']));
    const template = names.map((name) => `{${name}}`);
    const check = (name: string, value: string): void => {
      expect(fill(template, { ...good, [name]: value }).ok).toBe(isPlain(value));
    };
    fc.assert(fc.property(fc.constantFrom(...names), hostile, check), { numRuns: 1_000 });
  });

  test('a provider asked for them runs nothing', async () => {
    const run = (verb: string) => [
      process.execPath,
      '-e',
      `require('fs').writeFileSync(${JSON.stringify(canary)}, '${verb}')`,
      '--',
      '{version}',
    ];
    const still = ['true'];
    const provider = createCommandProvider({ env: process.env, folder, log });
    const placement = commandTarget.parse({
      resolve: run('resolve'),
      start: run('start'),
      shift: still,
      finish: still,
      observe: still,
      dedup: 'key',
    });
    const target = { service: 'shop', environment: 'production' };
    const refusedAll = async (version: string): Promise<void> => {
      if (isPlain(version)) return;
      const call = {
        ...target,
        key: 'k',
        epoch: 1,
        placement,
        resumed: false,
        signal: AbortSignal.timeout(60_000),
        log() {},
      };
      const artifact = { version, digest: DIGEST };
      expect(await provider.deployer.start(call, artifact)).toMatchObject({
        kind: 'failed',
        retryable: false,
        why: expect.stringContaining('cannot be passed to a command as {version}'),
      });
      expect(await provider.artifacts.resolve(target, placement, version)).toEqual({
        kind: 'missing',
        known: [],
      });
    };
    await fc.assert(fc.asyncProperty(hostile, refusedAll), { numRuns: 300 });
    expect(existsSync(canary)).toBe(false);
  });

  test('30 real programs get their arguments byte for byte, and no shell sees them', async () => {
    const argument = hostile.filter((text) => !text.includes('\0') && text.isWellFormed());
    const check = async (one: string, other: string): Promise<void> => {
      let stdout = '';
      const ran = await runCommand({
        argv: [process.execPath, '-e', echo, '--', one, other],
        cwd: folder,
        env: {},
        timeoutMs: 60_000,
        graceMs: 100,
        signal: null,
        transcript: createTranscript(createRedactor([]), () => {}),
        onStdout(text) {
          stdout += text;
        },
      });
      expect(ran).toEqual({ kind: 'exited', code: 0 });
      expect(JSON.parse(stdout)).toEqual([one, other]);
    };
    await fc.assert(fc.asyncProperty(argument, argument, check), { numRuns: 30 });
    expect(existsSync(canary)).toBe(false);
  });
});
