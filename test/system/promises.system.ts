import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPrograms } from './program.ts';
import { control, presses, ready, replies, shows } from './sandbox-desk.ts';

/** The example, but that search has neither judge, staging nor approvals: what is told here none of them tells. */
function ofSearchAlone(folder: string): string {
  cpSync('examples/acme', folder, { recursive: true });
  const replace = (name: string, from: RegExp, to: string): void => {
    const file = join(folder, name);
    const text = readFileSync(file, 'utf8');
    expect(text).toMatch(from);
    writeFileSync(file, text.replace(from, to));
  };
  replace('services/search.yaml', / {4}strategy:\n {6}kind: canary\n(?: {6}.*\n)+/, '');
  replace('services/search.yaml', / {2}staging:.*\n/, '');
  replace('fairway.yaml', /(?<=- name: production\n)/, '    services: [shop]\n');
  return folder;
}

describe('6.1 7.3 the sandbox: what search promises', { timeout: 120_000 }, () => {
  const programs = startPrograms();
  let url = '';
  beforeAll(async () => {
    const FAIRWAY_CONFIG = ofSearchAlone(programs.folder());
    const env = { FAIRWAY_DATA: programs.folder(), PORT: '0', FAIRWAY_CONFIG };
    url = await ready(programs.run(['start'], env));
  }, 90_000);
  afterAll(() => programs.clear(), 40_000);

  async function toProduction(version: string): Promise<void> {
    await control(url, 'command', {
      command: '/deploy',
      text: `search@${version} to production because "better hits"`,
    });
    const named = version.replaceAll('.', '\\.');
    await presses(url, 'U0ANA00001', 'start', new RegExp(`deploy search ${named}`));
  }
  const back = (version: string, why: RegExp) =>
    shows(
      url,
      new RegExp(
        `^Rolled back search in production from ${version} to 2\\.0\\.0\\. Automatic: ${why.source}`,
      ),
    );

  test('one that answers quickly and finds nothing is told by a customer’s way, and goes back', async () => {
    await toProduction('2.3.0-empty');
    const card = await shows(url, /^search 2\.3\.0-empty to production: failed, .*find-tea/);
    await back(
      '2\\.3\\.0-empty',
      /The journey "find-tea" at 100 %: red at 1 of 1 probe; here: step 1 "look for it" failed after \d+ ms, \$\.hits\[0\]\.name is not there/,
    );
    await replies(url, card, /journey "find-tea" before anybody met 2\.3\.0-empty: green/);
  });

  test('one that fails a little burns its error budget, counted by an SLO of OpenSLO, and goes back', async () => {
    await toProduction('2.4.0-errors');
    await back(
      '2\\.4\\.0-errors',
      /2\.4\.0-errors (burns the|alone has burned [\d.]+ % of the) error budget: .*search-availability 99\.9 %.*\. Rule: rollback-when-burning/,
    );
  });
});
