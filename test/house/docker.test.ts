import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startFlags } from '../../bench/start-flags.ts';
import { root } from './source-files.ts';

type Instruction = { readonly verb: string; readonly rest: string };

/** A Dockerfile's instructions: comments dropped, continued lines joined. */
function instructionsOf(source: string): readonly Instruction[] {
  return source
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .map((line) => /^([A-Z]+) +(.+)$/.exec(line.trim()))
    .flatMap((match) => (match ? [{ verb: match[1] ?? '', rest: match[2] ?? '' }] : []));
}

/** What COPY takes from the build context (and not from an earlier stage). */
function copiedIn(instructions: readonly Instruction[]): readonly string[] {
  return instructions
    .filter((one) => one.verb === 'COPY' && !one.rest.startsWith('--from='))
    .flatMap((one) => one.rest.split(/ +/).slice(0, -1));
}

const source = readFileSync(join(root, 'Dockerfile'), 'utf8');
const instructions = instructionsOf(source);
const lastStage = instructions.slice(instructions.findLastIndex((one) => one.verb === 'FROM'));
const rest = (verb: string): readonly string[] =>
  lastStage.filter((one) => one.verb === verb).map((one) => one.rest);

describe('Dockerfile', () => {
  test('builds in one stage and ships another, both on Node 24', () => {
    const images = instructions.filter((one) => one.verb === 'FROM').map((one) => one.rest);
    expect(images).toEqual([
      expect.stringMatching(/^node:24-\S+ AS build$/),
      expect.stringMatching(/^node:24-\S+$/),
    ]);
  });

  test('copies only what exists', () => {
    const copied = copiedIn(instructions);
    expect(copied.length).toBeGreaterThan(0);
    expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  test('takes only what .dockerignore lets in, and that lets in no more', () => {
    const lines = readFileSync(join(root, '.dockerignore'), 'utf8').trim().split('\n');
    const rules = lines.filter((line) => !line.startsWith('#'));
    expect(rules[0]).toBe('*');
    const allowed = rules.slice(1).map((line) => line.replace(/^!/, ''));
    expect([...allowed].sort()).toEqual([...new Set(copiedIn(instructions))].sort());
  });

  test('runs as nobody special', () => {
    const [user] = rest('USER');
    expect(user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    const after = lastStage.slice(lastStage.findIndex((one) => one.verb === 'USER'));
    expect(after.map((one) => one.verb)).not.toContain('RUN');
  });

  test('bakes no secret in', () => {
    const settings = instructions.filter((one) => ['ARG', 'ENV'].includes(one.verb));
    expect(settings.map((one) => one.rest).join(' ')).not.toMatch(/TOKEN|SECRET|PASSWORD|KEY|_URL/);
    expect(copiedIn(instructions).filter((path) => /(^\.|env|secret)/.test(path))).toEqual([]);
  });

  test('starts what the build emits as npm start does, by the exec form, and asks /healthz', () => {
    const [command] = rest('CMD');
    const argv = z.array(z.string()).parse(JSON.parse(command ?? ''));
    expect(argv).toEqual(['node', ...startFlags, 'dist/cli/fairway.js', 'start']);
    expect(existsSync(join(root, 'src/cli/fairway.ts'))).toBe(true);
    expect(rest('HEALTHCHECK')[0]).toContain('/healthz');
  });
});
