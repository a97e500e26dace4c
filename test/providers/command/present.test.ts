import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { ROLLBACK_PLAN } from '../../../src/domain/deployment/roll-back.ts';
import { createCommandProvider } from '../../../src/providers/command/index.ts';
import { createHaproxyProvider } from '../../../src/providers/haproxy/index.ts';
import { toolsThere } from '../../../src/providers/programs/present.ts';
import { surroundings } from '../../../src/providers/programs/target.ts';

const target = { env: [], timeout: '5m', redact: [] };
let folder = '';

type Programs = Parameters<typeof toolsThere>[2];
const look = (programs: Programs, needs: readonly string[] = []) =>
  toolsThere({ env: { PATH: dirname(process.execPath) }, folder }, { ...target, needs }, programs);
const lacksOf = async (programs: Programs, needs: readonly string[] = []) =>
  (await look(programs, needs)).lacks;

function put(name: string, text = '', mode = 0o644): void {
  writeFileSync(join(folder, name), text);
  chmodSync(join(folder, name), mode);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fairway-present-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('6.3 programs of a rollback are looked for where a run would, and those that cannot run are named', async () => {
  put('shift', '', 0o755);
  put('finish');
  mkdirSync(join(folder, 'bin'));
  const programs = {
    prestage: ['./bin'],
    start: undefined,
    shift: ['./shift', '{percent}'],
    finish: ['./finish'],
    observe: ['no-such-program'],
  };
  expect(await lacksOf(programs)).toEqual([
    'the program ./bin for prestage cannot be run',
    'the program ./finish for finish cannot be run',
    'the program no-such-program for observe cannot be run',
  ]);
});

test('6.3 so is the script that an interpreter runs, and each file that the target needs', async () => {
  put('shift.mjs');
  put('finish.js');
  put('hosts.yml');
  mkdirSync(join(folder, 'observe'));
  const programs = {
    start: ['node', 'start.mjs', '{version}'],
    shift: ['node', 'shift.mjs'],
    finish: ['node', './finish'], // as node knows it by
    observe: ['node', 'observe'],
  };
  const needs = ['hosts.yml', 'keys/deploy.pem', 'observe'];
  expect(await lacksOf(programs, needs)).toEqual([
    'the script start.mjs for start cannot be read',
    "the file keys/deploy.pem, which is among the target's needs, cannot be read",
    "the file observe, which is among the target's needs, cannot be read",
  ]);
});

test.each([
  [['node', '--import', 'tsx', 'start.ts']],
  [['node', 'scripts/{service}.mjs']],
  [['node']],
])('6.3 of arguments that may be something else nothing is assumed: %j', async (start) => {
  expect(await lacksOf({ start })).toEqual([]);
});

test('6.3 each has a fingerprint that is the same while it is', async () => {
  put('start.mjs', 'one');
  put('hosts.yml', 'a');
  await promisify(execFile)('mkfifo', [join(folder, 'observe')]); // nobody would ever have read it
  const programs = { start: ['node', 'start.mjs'], observe: ['node', 'observe'] };
  const prints = async () => (await look(programs, ['hosts.yml', 'not-there'])).prints;
  const before = await prints();
  expect(Object.keys(before).toSorted()).toEqual(['hosts.yml', 'node', 'start.mjs']);
  put('start.mjs', 'one');
  expect(await prints()).toEqual(before);
  put('start.mjs', 'two');
  expect(await prints()).toEqual({ ...before, 'start.mjs': expect.stringMatching(/^sha256:/) });
  expect((await prints())['start.mjs']).not.toBe(before['start.mjs']);
});

test('6.3 a file that is needed has one path for every version', () => {
  const faults = z.object(surroundings).safeParse({ needs: ['{version}.env'] }).error;
  expect(String(faults)).toContain('must be one path for every version, without placeholders');
});

const each = (...verbs: string[]) => Object.fromEntries(verbs.map((verb) => [verb, [`./${verb}`]]));
const SLOTS = { blue: ['blue1'], green: ['green1'] };
const HAPROXY = { socket: '/run/haproxy.sock', backend: 'shop', map: '#1', slots: SLOTS };

test.each([
  ['command', createCommandProvider, {}, ['start', 'shift', 'finish', 'observe']],
  ['haproxy', createHaproxyProvider, HAPROXY, ['start', 'close', 'stop', 'running']],
])(
  '6.3 %s looks for all that its part of a rollback would run, and for nothing else',
  async (_, create, place, verbs) => {
    const provider = create({ folder, log: { info() {}, warn() {}, error() {} } });
    const placement = { ...place, ...each('resolve', 'changes', ...verbs), needs: ['hosts.yml'] };
    const steps = ROLLBACK_PLAN.map(({ kind }) => kind);
    expect((await provider.toolsAt?.(placement, steps))?.lacks).toEqual([
      ...verbs.map((verb) => `the program ./${verb} for ${verb} cannot be run`),
      "the file hosts.yml, which is among the target's needs, cannot be read",
    ]);
  },
);
