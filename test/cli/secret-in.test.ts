import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { mark } from '../../src/cli/mark.ts';
import { probe } from '../../src/cli/probe.ts';
import { secretIn } from '../../src/cli/secret-in.ts';

function fileOf(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'fairway-secret-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'secret');
  writeFileSync(file, text);
  return file;
}

function found(env: Readonly<Record<string, string>>) {
  const said: string[] = [];
  const secret = secretIn(env, 'TOKEN', 'what both know', (line) => void said.push(line));
  return { secret, said: said.join('\n') };
}

test('a secret is taken from its variable, or from the file that is named, without the space around it', () => {
  const secret = 'a secret of enough characters';
  expect(found({ TOKEN: ` ${secret}\n` })).toEqual({ secret, said: '' });
  const file = fileOf(`${secret}\n`);
  expect(found({ TOKEN: 'another one of enough characters', TOKEN_FILE: file }).secret).toBe(
    secret,
  );
});

test('none, one that is too short and a file that is not there are refused with what to set', () => {
  const set = 'Set TOKEN, or TOKEN_FILE, to what both know: at least 16 characters.';
  expect(found({})).toEqual({ secret: null, said: set });
  expect(found({ TOKEN: 'fifteen letters' })).toEqual({ secret: null, said: set });
  expect(found({ TOKEN_FILE: fileOf('\n') })).toEqual({ secret: null, said: set });
  expect(found({ TOKEN_FILE: '/nowhere/secret' })).toEqual({
    secret: null,
    said: 'TOKEN_FILE is /nowhere/secret, which cannot be read (ENOENT). It must hold what both know.',
  });
});

test.for([
  ['FAIRWAY_HOOK_SECRET', mark, ['checkout@1.4.2', 'built', '--to=https://f.example/hooks/ci']],
  ['FAIRWAY_PROBE_TOKEN', probe, ['--allow=shop.example']],
] as const)('the command that needs %s says so', async ([name, run, args]) => {
  vi.stubEnv(`${name}_FILE`, '/nowhere/secret');
  onTestFinished(() => void vi.unstubAllEnvs());
  const said: string[] = [];
  expect(await run(args, (line) => void said.push(line))).toBe(1);
  expect(said.join('\n')).toMatch(new RegExp(`^${name}_FILE is /nowhere/secret.*ENOENT`));
});
