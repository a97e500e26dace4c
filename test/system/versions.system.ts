import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answeredBy, type Exposure, exposureOf } from './exposure.ts';
import { LIMIT_MS, type Program, startPrograms, until } from './program.ts';
import { control, presses, ready, replies, shows } from './sandbox-desk.ts';

const BO = 'U0BO000001';
/** What docs/sandbox.md promises: so much is known of the old version, and so soon a bad one is gone. */
const BASELINE = 500;
const GONE_WITHIN_S = 60;
/** Two judges, what they wait for, and some. */
const ROLLOUT_MS = LIMIT_MS;

describe('5.2 5.7 the sandbox: versions of the shop, each to its end', () => {
  const programs = startPrograms();
  const folder = programs.folder();
  let program: Program;
  let url = '';
  async function starts(): Promise<void> {
    program = programs.run(['start'], { FAIRWAY_DATA: folder, PORT: '0' });
    url = await ready(program);
  }
  beforeAll(starts);
  afterAll(() => programs.clear());

  const types = (text: string, command = '/deploy', user = 'U0ANA00001') =>
    control(url, 'command', { user, command, text });
  const named = (version: string) => version.replaceAll('.', '\\.');
  const ends = (words: RegExp) => shows(url, words, 'deploys', ROLLOUT_MS);
  async function inStaging(version: string): Promise<void> {
    await types(`shop@${version} to staging`);
    await shows(url, new RegExp(`^shop ${named(version)} to staging: succeeded`));
  }
  async function toProduction(version: string): Promise<void> {
    await types(`shop@${version} to production`);
    await presses(url, 'U0ANA00001', 'start', new RegExp(`shop ${named(version)}`));
    await presses(url, BO, 'approve', new RegExp(`put shop ${named(version)} in production`));
  }
  /** The registry from which the fleet pulls, as it prints where it is measured. */
  async function registry(up: boolean): Promise<void> {
    const [, fleet = ''] = await program.says(/measure at (127\.0\.0\.1:\d+)\/metrics/);
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ up });
    const answer = await fetch(`http://${fleet}/admin/registry`, { method: 'POST', headers, body });
    expect(await answer.json()).toEqual({ up });
  }
  /** The old version serves everybody again, and a second of that stands in what the fleet wrote down. */
  async function gone(version: string): Promise<void> {
    await ends(new RegExp(`^Rolled back shop in production from ${named(version)} to 1\\.0\\.0`));
    const met = await until((): Exposure | null => {
      const seen = exposureOf(folder, version, '1.0.0');
      return seen && seen.after.size > 0 ? seen : null;
    });
    process.stderr.write(
      `shop ${version}: gone ${met.seconds} s after its first request, with ${met.requests} answered; ${met.baseline} were known of the old one\n`,
    );
    expect(met.baseline).toBeGreaterThanOrEqual(BASELINE);
    expect(met.seconds).toBeLessThanOrEqual(GONE_WITHIN_S);
    expect([...met.after]).toEqual(['1.0.0']);
  }

  test('a slow one is gone within a minute of its first request, and its card says by what', async () => {
    await inStaging('1.2.0-slow');
    await until(() => answeredBy(folder, '1.0.0') >= BASELINE);
    await toProduction('1.2.0-slow');
    await inStaging('1.3.0-errors'); // meanwhile, where nobody shops
    const card = await ends(
      /^shop 1\.2\.0-slow to production: failed, slower than p\d\d of 1\.0\.0 \([\d.]+ ms\): [\d.]+ % against [\d.]+ %;.* evidence that 1\.2\.0-slow is worse: more than the 100 that trigger rollback\. D-\d+ returns it to 1\.0\.0/,
    );
    await gone('1.2.0-slow');
    await replies(
      url,
      card,
      /Canary 40 % of shop: worse than 1\.0\.0\..* requests of 1\.2\.0-slow and .* of 1\.0\.0 in/,
    );
  });

  test('so is one that fails one request in eight, by its errors', async () => {
    await toProduction('1.3.0-errors');
    await inStaging('1.1.0');
    await ends(
      /^shop 1\.3\.0-errors to production: failed, error rate [\d.]+ % against 0(\.0+)? %;.*evidence that 1\.3\.0-errors is worse: more than the 100 that trigger rollback\. D-\d+ returns it to 1\.0\.0/,
    );
    await gone('1.3.0-errors');
  });

  test('one that crashes as it starts says its last words in staging, and nobody ever meets it', async () => {
    await types('shop@1.4.0-crash to staging');
    await ends(
      /^shop 1\.4\.0-crash to staging: failed, .*PAYMENT_URL is not set.* Nothing was rolled back/,
    );
    await types('shop@1.4.0-crash to production');
    await shows(
      url,
      /shop 1\.4\.0-crash is not verified in staging, which comes before production/,
    );
    expect(exposureOf(folder, '1.4.0-crash', '1.0.0')).toBeNull();
  });

  test('a healthy one is shown to be as good, reaches everybody and is Verified', async () => {
    await toProduction('1.1.0');
    await inStaging('1.5.0-half-orders');
    const card = await ends(/^shop 1\.1\.0 to production: succeeded/);
    await replies(
      url,
      card,
      /Judged healthy: error rate 0\.00 % against 0\.00 %;.* evidence that 1\.1\.0 is as good: more than the 20 that it takes \(fewer than 2\.00 % failed and 5\.00 % slow harm nobody\)/,
    );
    await replies(
      url,
      card,
      /Verified: throughput [\d.]+ a second within .*; orders a minute \d+ within at least \d+ \(before: \d+\); the same hour last week was not measured/,
    );
  });

  test('one that is up, quick and without errors, and sells half as much, is not: people are asked', async () => {
    await toProduction('1.5.0-half-orders');
    // The judge has nothing against it at 40 %, and from there on nothing is pulled any more.
    await ends(/^Canary 40 % of shop: .* of 1\.5\.0-half-orders and /s);
    await registry(false);
    const card = await ends(
      /^shop 1\.5\.0-half-orders to production: .*1\.5\.0-half-orders is not Verified: orders a minute \d+ outside at least \d+ \(before: \d+\)/,
    );
    expect(card.text).not.toMatch(/throughput|error rate|p99/);
  });

  test('6.3 with the registry gone in the middle Roll back works, and nothing new starts', async () => {
    await presses(url, BO, 'rollback', /^shop 1\.5\.0-half-orders to production/);
    await shows(url, /^Rolled back shop in production from 1\.5\.0-half-orders to 1\.1\.0/);
    await types('search@2.1.0 to staging');
    await shows(
      url,
      /^The registry of fleet cannot be reached, so nobody can say what search 2\.1\.0 is\. Nothing was started\..*needs no registry/,
    );
    await registry(true);
    await types('search@2.1.0 to staging');
    await shows(url, /^search 2\.1\.0 to staging: succeeded/);
  });

  test('what was measured outlives the fleet', async () => {
    const first = (): unknown =>
      JSON.parse(readFileSync(join(folder, 'fleet/history.jsonl'), 'utf8').split('\n')[1] ?? '');
    const before = first();
    program.kill('SIGKILL');
    expect(await program.end()).toBe('SIGKILL');
    await starts();
    expect(first()).toEqual(before);
    program.kill('SIGTERM');
    expect(await program.end()).toBe(0);
  });
});
