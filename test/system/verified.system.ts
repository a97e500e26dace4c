import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type Program, startPrograms } from './program.ts';
import { control, presses, ready, replies, shows } from './sandbox-desk.ts';

const programs = startPrograms();
afterAll(() => programs.clear(), 40_000);

/** Two judges, what they wait for, and some. */
const ROLLOUT_MS = 150_000;
const BO = 'U0BO000001';

describe('5.7 the sandbox: Deployed, Baking, Verified', { timeout: 300_000 }, () => {
  const folder = programs.folder();
  let program: Program;
  let url = '';

  /** Through staging to production, where Bo approves it. */
  async function deploys(version: string): Promise<void> {
    const name = version.replaceAll('.', '\\.');
    await control(url, 'command', { command: '/deploy', text: `shop@${version} to staging` });
    await shows(url, new RegExp(`^shop ${name} to staging: succeeded`));
    await control(url, 'command', { command: '/deploy', text: `shop@${version} to production` });
    await presses(url, 'U0ANA00001', 'start', new RegExp(`${name} .*production`));
    await presses(url, BO, 'approve', new RegExp(`put shop ${name} in production`));
  }

  test('a version that does as the one before is Verified, minutes after the first start', async () => {
    program = programs.run(['start'], { FAIRWAY_DATA: folder, PORT: '0' });
    url = await ready(program);
    await deploys('1.1.0');
    const card = await shows(url, /^shop 1\.1\.0 to production: succeeded/, 'deploys', ROLLOUT_MS);
    await replies(
      url,
      card,
      /Verified: throughput [\d.]+ a second within .*; orders a minute \d+ within at least \d+ \(before: \d+\); the same hour last week was not measured/,
    );
  });

  test('one that is up, quick and without errors, and sells half as much, is not: people are asked', async () => {
    await deploys('1.5.0-half-orders');
    const card = await shows(
      url,
      /^shop 1\.5\.0-half-orders to production: .*1\.5\.0-half-orders is not Verified: orders a minute \d+ outside at least \d+ \(before: \d+\)/,
      'deploys',
      ROLLOUT_MS,
    );
    expect(card.text).not.toMatch(/throughput|error rate|p99/);
    const because = 'abort D-4 because "half of the orders are gone"';
    await control(url, 'command', { user: BO, command: '/release', text: because });
    await shows(url, /^Rolled back shop in production/);
  });

  test('what was measured outlives the fleet', async () => {
    const first = (): unknown =>
      JSON.parse(readFileSync(join(folder, 'fleet/history.jsonl'), 'utf8').split('\n')[1] ?? '');
    const before = first();
    program.kill('SIGKILL');
    expect(await program.end()).toBe('SIGKILL');
    program = programs.run(['start'], { FAIRWAY_DATA: folder, PORT: '0' });
    url = await ready(program);
    expect(first()).toEqual(before);
    program.kill('SIGTERM');
    expect(await program.end()).toBe(0);
  });
});
