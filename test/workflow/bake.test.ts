import { describe, expect, test } from 'vitest';
import type { Dedup, Live } from '../../src/ports/deployer.ts';
import { bake } from '../../src/workflow/steps/bake.ts';
import { holding } from '../../src/workflow/steps/held.ts';
import { NOON, running } from '../domain/sample.ts';

const step = { kind: 'bake', forMs: 60_000 } as const;
const plan = [{ kind: 'shift', percent: 100 }, step] as const;

/** One look at a bake after everything was shifted, with this share left to the new version. */
async function looking(percent: number, dedup: Dedup = 'observe', cursor = 1) {
  const d = running(cursor, { plan: cursor === 1 ? plan : [step] });
  const asked: unknown[][] = [];
  const lines: string[] = [];
  const live: Live[] = [{ ...d.artifact, percent, healthy: true }];
  if (d.previous) live.push({ ...d.previous, percent: 100 - percent, healthy: true });
  const deployer = {
    dedup,
    observe: async () => ({ live, staged: [] }),
    shift: async (call: { key: string }, ...rest: unknown[]) => {
      asked.push([call.key, ...rest]);
      return { kind: 'done' };
    },
  };
  const call = { key: 'D-1:1:1', placement: {}, log: (line: string) => lines.push(line) };
  const outcome = await bake({ d, step, provider: { deployer }, call, now: NOON } as never);
  return { d, outcome, asked, lines };
}

describe('while a version bakes', () => {
  test('traffic that is where the plan put it is left alone', async () => {
    const { outcome, asked } = await looking(100);
    expect(outcome.kind).toBe('running');
    expect(asked).toEqual([]);
  });

  test('traffic that a proxy forgot is set again, under a key of its own, and told', async () => {
    const { d, outcome, asked, lines } = await looking(30);
    expect(outcome).toMatchObject({ kind: 'running', againInMs: 2_000 });
    expect(asked).toEqual([[expect.stringMatching(/^D-1:1:1:held:/), d.artifact, d.previous, 100]]);
    expect(lines.join()).toContain('had 30 % of the traffic instead of 100 %: set again');
  });

  test('where a second asking cannot be told from the first, people decide', async () => {
    expect((await looking(30, 'none')).asked).toEqual([]);
  });

  test('before the first shift there is nothing to hold', async () => {
    expect((await looking(0, 'observe', 0)).asked).toEqual([]);
  });
});

describe('while a version is judged, walked through or validated', () => {
  const memo = { form: 'evidence-1' };
  async function looked(live: readonly Live[] | null, shifted = true) {
    const d = running(1, { plan: shifted ? plan : [step, step] });
    const progress = { ...d.progress, memo };
    const asked: unknown[] = [];
    const deployer = {
      dedup: 'observe',
      observe: async () => {
        if (!live) throw new Error('away');
        return { live, staged: [] };
      },
      shift: async (...rest: unknown[]) => {
        asked.push(rest);
        return { kind: 'done' };
      },
    };
    const call = { key: 'k', placement: {}, log() {} };
    const run = { d: { ...d, progress }, step, provider: { deployer }, call, now: NOON };
    const own = holding(async () => null as never);
    return { outcome: await own(run as never), asked: asked.length };
  }
  const { artifact, previous } = running(1);
  const live = (percent: number, healthy = true): Live[] => [
    { ...artifact, percent, healthy },
    ...(previous ? [{ ...previous, percent: 100 - percent, healthy: true }] : []),
  ];

  test('traffic that a proxy forgot is set again first, and what was seen so far stays', async () => {
    const { outcome, asked } = await looked(live(0));
    expect([outcome, asked]).toEqual([
      { kind: 'running', againInMs: 2_000, memo, verdict: null },
      1,
    ]);
  });

  test.each([
    ['traffic is where the plan put it', live(100), true],
    ['the version is not well, which others find', live(0, false), true],
    ['the version is not there', live(0).slice(1), true],
    ['the provider does not say', null, true],
    ['nothing was shifted yet', live(0), false],
  ])('it goes on where %s', async (_, seen, shifted) => {
    expect(await looked(seen, shifted)).toEqual({ outcome: null, asked: 0 });
  });
});
