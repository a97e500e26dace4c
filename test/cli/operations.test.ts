import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { VARIABLE_KEYS, VARIABLES } from '../../src/config/env/variables.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import { createRunMeter } from '../../src/http/run-meter.ts';

const root = join(import.meta.dirname, '../..');
const text = readFileSync(join(root, 'docs/operations.md'), 'utf8');
const start = readFileSync(join(root, 'src/cli/start/start.ts'), 'utf8');

describe('docs/operations.md', () => {
  test('names variables that exist, and every one a real start asks for', () => {
    const known = VARIABLE_KEYS.map((key) => VARIABLES[key].name);
    const used = text.match(/\b(SLACK|FAIRWAY|DATABASE|REDIS)_[A-Z]+(?:_[A-Z]+)*\b/g) ?? [];
    expect(used.filter((name) => !known.some((one) => one === name))).toEqual([]);
    const asked = known.filter(
      (name) => /^SLACK_(?!API)|_URL$|_CONFIG$/.test(name) && name !== 'SLACK_API_URL',
    );
    expect(asked.filter((name) => !text.includes(`| \`${name}\` |`))).toEqual([]);
  });

  test('names every metric of our own', async () => {
    const deployments = { pending: 0, running: 0, succeeded: 0, failed: 0, cancelled: 0 };
    const none = {
      active: [],
      untoldEvents: 0,
      unfinishedActs: 0,
      unsentMessages: 0,
      unsentEmissions: 0,
      parkedMessages: 0,
      unattendedDeployments: 0,
      overdueDeployments: 0,
      outOfBand: 0,
      stoppedLines: 0,
      emergencies: 0,
      reviewsOwed: 0,
      reviewsOverdue: 0,
    };
    const shown = await createMetrics({
      backlog: async () => ({ deployments, ...none }),
      approvals: async () => [],
      runs: createRunMeter().registry,
    })();
    const names = [...shown.matchAll(/^# TYPE ((?:fairway|cicd)_\w+)/gm)].map(
      ([, name]) => name ?? '',
    );
    expect(names.length).toBeGreaterThan(3);
    expect(names.filter((name) => !text.includes(`\`${name}`))).toEqual([]);
  });

  test('says how long stopping may take', () => {
    const [, seconds] = /STOP_WITHIN_MS = (\d+)_000/.exec(start) ?? [];
    expect(text).toContain(`It has ${seconds} s in all`);
  });
});
