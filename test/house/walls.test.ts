import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Planting, plantingsFor, targetFiles } from './plantings.ts';
import { root } from './source-files.ts';
import { wallList } from './wall-list.ts';

// A linter that checks nothing is green. So: copy src, plant one violation per wall, cruise once,
// and insist that each is caught.
const walls = wallList();
const plantings = plantingsFor(walls);

/** Imports the house forbids by name: the file, what it imports, the wall that must say so. */
const laws: readonly (readonly [string, string, string])[] = [
  ['src/domain/kernel/law-port.ts', '../../ports/target.ts', 'domain-imports'],
  ['src/domain/kernel/law-file.ts', 'node:fs', 'domain-packages'],
  ['src/domain/kernel/law-plan.ts', '../plan/target.ts', 'domain-kernel-imports'],
  ['src/domain/governance/law-noun.ts', '../environment/target.ts', 'domain-governance-imports'],
  ['src/domain/gates/law-request.ts', '../deployment/target.ts', 'domain-gates-imports'],
  ['src/slack/law-store.ts', '../store/target.ts', 'slack-imports'],
  ['src/slack/law-pg.ts', 'pg', 'slack-packages'],
  ['src/commands/law-workflow.ts', '../workflow/target.ts', 'commands-imports'],
  ['src/commands/law-slack.ts', '@slack/types', 'commands-packages'],
  ['src/workflow/law-queue.ts', '../queue/target.ts', 'workflow-imports'],
  ['src/workflow/law-queue-package.ts', 'bullmq', 'workflow-packages'],
  ['src/projections/law-slack.ts', '../slack/target.ts', 'projections-imports'],
  ['src/store/law-queue.ts', 'ioredis', 'store-packages'],
  ['src/http/law-sandbox.ts', '../sandbox/target.ts', 'http-imports'],
  ['src/sandbox/law-provider.ts', '../providers/target.ts', 'sandbox-imports'],
  ['src/ports/law-main.ts', '../main.ts', 'only-start-runs-main'],
];

/** Imports the house allows: no wall may say anything about these files. */
const lawful: readonly (readonly [string, string])[] = [
  ['src/cli/lawful.ts', '../sandbox/target.ts'],
  ['src/slack/lawful.ts', '../commands/target.ts'],
  ['src/slack/render/lawful.ts', '@slack/types'],
  ['src/commands/lawful.ts', '../projections/target.ts'],
  ['src/commands/lawful-shlex.ts', 'shlex'],
  ['src/domain/deployment/lawful.ts', '../gates/target.ts'],
  ['src/domain/kernel/lawful.ts', 'zod'],
  ['src/store/lawful.ts', 'drizzle-orm/node-postgres'],
  ['src/queue/lawful.ts', 'bullmq'],
];

const Caught = z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) }));
let caught: z.infer<typeof Caught> = [];
const house = mkdtempSync(join(tmpdir(), 'fairway-walls-'));

/** Appends imports to a file, so that a planting in an existing file keeps what stands there. */
function plant(file: string, imports: readonly string[]): void {
  const path = join(house, file);
  mkdirSync(dirname(path), { recursive: true });
  const lines = imports.map((to) => `import '${to}';\n`).join('');
  writeFileSync(path, `${lines}export const planted = true;\n`, { flag: 'a' });
}

function buildHouse(): void {
  if (existsSync(join(root, 'src'))) {
    cpSync(join(root, 'src'), join(house, 'src'), { recursive: true });
  }
  for (const file of ['walls.cjs', 'tsconfig.json', 'package.json']) {
    cpSync(join(root, file), join(house, file));
  }
  symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'), 'dir');
  for (const file of targetFiles(walls)) plant(file, []);
  plant('src/commands/target.ts', []);
  for (const { file, imports, also } of plantings) {
    plant(file, imports);
    for (const [needed, its] of Object.entries(also ?? {})) plant(needed, its);
  }
  plant('src/cli/start/run.ts', ['../../main.ts']);
  plant('src/domain/gates/index.ts', ['./target.ts']);
  for (const [file, to] of [...laws, ...lawful]) plant(file, [to]);
}

/** Cruises the copy once; the `baseline` report is the list of violations and nothing else. */
async function cruise(): Promise<void> {
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const args = [program, '--config', 'walls.cjs', '--output-type', 'baseline', 'src'];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: house,
    maxBuffer: 64 * 1024 * 1024,
  });
  caught = Caught.parse(JSON.parse(stdout));
}

function rulesAgainst(file: string): readonly string[] {
  return caught.filter((one) => one.from === file).map((one) => one.rule.name);
}

beforeAll(async () => {
  buildHouse();
  await cruise();
});
afterAll(() => rmSync(house, { recursive: true, force: true }));

describe('every wall catches what is planted against it', () => {
  test.each(plantings.map((one): [string, Planting] => [one.wall, one]))('%s', (wall, planting) => {
    const files = [planting.file, ...Object.keys(planting.also ?? {})];
    expect(files.flatMap(rulesAgainst)).toContain(wall);
  });

  test('a wall without a planting is refused', () => {
    const paper = { name: 'paper-thin', from: {}, to: {} };
    expect(() => plantingsFor([...walls, paper])).toThrow('wall paper-thin has no planting');
  });
});

describe('the table of rooms', () => {
  test.each(laws)('%s may not import %s (%s)', (file, _to, wall) => {
    expect(rulesAgainst(file)).toContain(wall);
  });

  test.each(lawful)('%s may import %s', (file) => {
    expect(rulesAgainst(file)).toEqual([]);
  });

  test('src/cli/start/run.ts, and no other file, may run main', () => {
    expect(rulesAgainst('src/cli/start/run.ts')).not.toContain('only-start-runs-main');
    expect(rulesAgainst('src/cli/planted.ts')).toContain('only-start-runs-main');
  });

  test('the list of gates, and no gate, may import a gate', () => {
    expect(rulesAgainst('src/domain/gates/index.ts')).not.toContain('gates-are-strangers');
    expect(rulesAgainst('src/domain/gates/planted.ts')).toContain('gates-are-strangers');
  });
});
