import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { slothAlert } from '../../bench/burn/sloth.ts';
import { type History, ourVerdict, random } from '../../bench/burn/windows.ts';
import { instant } from '../../src/domain/kernel/time.ts';
import { needs } from './needs.ts';

const run = promisify(execFile);
const { here, skipped } = needs('promtool');
const STEP = 60_000;
/** Between two readings, where the window of every version of Prometheus holds the same ones. */
const OFF = 7_000;

/** So many minutes of two counters that are read each minute, with one restart and one incident. */
function minutes(next: () => number, target: number, n: number): History {
  let [served, failed] = [1_000, 3];
  const from = Math.floor(next() * (n / 2));
  const depth = (1 - target) * (20 + next() * 40);
  const readings = Array.from({ length: n }, (_, i) => {
    if (i > 0 && next() < 0.004) [served, failed] = [0, 0];
    const requests = 100 + Math.floor(next() * 400);
    const bad = i > from ? depth : (1 - target) / 2;
    served += requests;
    failed += Math.floor(requests * Math.min(1, bad) + next());
    return { at: instant(i * STEP), served, failed };
  });
  return {
    requests: readings.map(({ at, served: value }) => ({ at, value })),
    errors: readings.map(({ at, failed: value }) => ({ at, value })),
  };
}

/** What `promtool test rules` is told to see: nothing at these moments, or something. */
function fileOf(
  past: History,
  cases: readonly { at: number; expression: string; fires: boolean }[],
) {
  const values = (all: History['requests']) => all.map(({ value }) => value).join(' ');
  return JSON.stringify({
    tests: [
      {
        interval: '1m',
        input_series: [
          { series: 'requests', values: values(past.requests) },
          { series: 'errors', values: values(past.errors) },
        ],
        promql_expr_test: cases.map(({ at, expression, fires }) => ({
          expr: `count(${expression}) or vector(0)`,
          eval_time: `${at / 1_000}s`,
          exp_samples: [{ labels: '{}', value: fires ? 1 : 0 }],
        })),
      },
    ],
  });
}

describe.skipIf(!here)(`6.1 burn rates on the real Prometheus${skipped}`, () => {
  test.each([
    [1, 0.99],
    [2, 0.999],
    [3, 0.995],
    [4, 0.999],
  ])('seed %i, %f', { timeout: 60_000 }, async (seed, target) => {
    const next = random(seed);
    const past = minutes(next, target, 1_200);
    const cases = Array.from({ length: 60 }, () => {
      const at = Math.floor(next() * 1_200) * STEP + OFF;
      const severity = next() < 0.7 ? 'page' : 'ticket';
      const expression = slothAlert(severity, target);
      return { at, expression, fires: ourVerdict(past, target, severity, at) };
    });
    const folder = await mkdtemp(join(tmpdir(), 'fairway-burn-'));
    try {
      const file = join(folder, 'burn.yaml');
      await writeFile(file, fileOf(past, cases));
      const { stdout } = await run('promtool', ['test', 'rules', file]);
      expect(stdout).toMatch(/SUCCESS/);
      await writeFile(file, fileOf(past, [{ ...cases[0], fires: !cases[0]?.fires } as never]));
      await expect(run('promtool', ['test', 'rules', file])).rejects.toThrow(
        /FAILED|expected|exp:/i,
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    expect(new Set(cases.map(({ fires }) => fires)).size).toBe(2);
  });
});
