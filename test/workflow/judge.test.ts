import { expect, test } from 'vitest';
import type { Deployment } from '../../src/domain/deployment/deployment.ts';
import { replay } from '../../src/domain/deployment/replay.ts';
import type { KeptSample } from '../../src/domain/deployment/sample.ts';
import type { StepOutcome } from '../../src/domain/deployment/step-outcome.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import { type Counters, NO_TRAFFIC, together } from '../../src/domain/verdict/counters.ts';
import { Criteria } from '../../src/domain/verdict/criteria.ts';
import type { JudgeMode } from '../../src/domain/verdict/policy.ts';
import { judge } from '../../src/workflow/steps/judge.ts';
import { NOON, running } from '../domain/sample.ts';

const step = {
  kind: 'judge',
  forMs: 60_000,
  warmUpMs: 3_000,
  criteria: Criteria.parse({}),
  mode: 'abort',
  inconclusive: 'ask',
} as const;

function spell(requests: number, errors: number): Counters {
  return {
    requests,
    errors,
    buckets: [
      [25, requests],
      [null, requests],
    ],
  };
}

/** A target whose versions serve when told, and the judge that looks at it every second. */
function bench({ mode = step.mode }: { readonly mode?: JudgeMode } = {}) {
  const own = { ...step, mode };
  let d: Deployment = running(0, { plan: [own] });
  d = { ...d, progress: { ...d.progress, phase: 'intent', since: NOON, memo: null } };
  const totals = { canary: NO_TRAFFIC, stable: spell(1_000, 1) };
  const kept: KeptSample[] = [];
  let now = NOON;
  async function look(): Promise<StepOutcome> {
    const read = new Map([
      [d.artifact.version, totals.canary],
      [d.previous?.version ?? '', totals.stable],
    ]);
    const provider = { metrics: { read: async () => read } };
    return judge({ d, step: own, provider, call: { placement: {} }, now } as never);
  }
  return {
    look,
    totals,
    kept,
    d: () => d,
    serve(canary: Counters, stable: Counters) {
      totals.canary = together(totals.canary, canary);
      totals.stable = together(totals.stable, stable);
      now = plus(now, 1_000);
    },
    /** What a look led to is written; without it, it might as well never have been. */
    write(outcome: StepOutcome) {
      if (!('sample' in outcome) || !outcome.sample || outcome.sample.kind === 'compared')
        throw new Error('nothing to keep');
      const memo = 'memo' in outcome ? (outcome.memo ?? null) : null;
      d = { ...d, revision: d.revision + 1, progress: { ...d.progress, memo } };
      const { id: deployment, service, environment, revision } = d;
      kept.push({
        deployment,
        service,
        environment,
        revision,
        step: 0,
        at: now,
        sample: outcome.sample,
      });
    },
  };
}

test('5.2 a look lost in a crash is made again, and no request is counted twice or left out', async () => {
  const calm = bench();
  const crashing = bench();
  for (let n = 0; n < 20; n += 1) {
    for (const one of [calm, crashing]) one.serve(spell(40, n % 3), spell(400, 10));
    calm.write(await calm.look());
    // Every third look dies before it is written, every other one is made twice at once.
    const seen = await crashing.look();
    if (n % 3 === 2) continue;
    if (n % 2 === 1) expect(await crashing.look()).toEqual(seen);
    crashing.write(seen);
  }
  const canary = ({ kept }: typeof calm): number =>
    kept.reduce((sum, { sample }) => sum + sample.canary.requests, 0);
  crashing.write(await crashing.look());
  expect(canary(crashing)).toBe(canary(calm));
  const sum = crashing.kept.map(({ sample }) => sample.stable).reduce(together);
  expect(sum).toEqual(crashing.totals.stable);
});

test('5.2 the stored looks lead to the same verdict', async () => {
  const one = bench();
  let last: StepOutcome | null = null;
  for (let n = 0; n < 40 && last?.kind !== 'failed'; n += 1) {
    one.serve(spell(40, n > 5 ? 4 : 0), spell(400, 0));
    last = await one.look();
    one.write(last);
  }
  expect(last).toMatchObject({ kind: 'failed', verdict: { verdict: 'fail', ground: 'worse' } });
  const [judgement, ...others] = replay(one.d(), JSON.parse(JSON.stringify(one.kept)));
  expect(others).toEqual([]);
  expect(last?.kind === 'failed' && last.verdict).toEqual(judgement?.verdict);
  // The first look is at the past, and two at the warm-up: kept, but not counted.
  expect(judgement?.looks).toHaveLength(one.kept.length - 3);
});

test.each([
  ['abort', 'failed'],
  ['pause', 'unsure'],
  ['observe', 'running'],
] as const)(
  '5.2 what fails massively while it warms up is not waited for (%s)',
  async (mode, kind) => {
    const one = bench({ mode });
    one.write(await one.look());
    one.serve(spell(60, 50), spell(400, 1));
    const seen = await one.look();
    one.write(seen);
    expect(seen).toMatchObject({ kind, verdict: { verdict: 'fail', ground: 'floor' } });
    const verdict = 'verdict' in seen ? seen.verdict : null;
    expect(verdict?.why).toBe(
      'error rate 83.33 % of 60 requests while it warms up, past the 20.00 % at which nothing is waited for; 1.0.0 had 0.25 %',
    );
    const [judgement] = replay(one.d(), JSON.parse(JSON.stringify(one.kept)));
    expect(judgement?.verdict).toEqual(verdict);
  },
);

test('5.2 what warms up well enough has no verdict', async () => {
  const one = bench();
  one.write(await one.look());
  one.serve(spell(60, 6), spell(400, 1));
  expect(await one.look()).toMatchObject({ kind: 'running', verdict: null });
});

test('5.2 counters that began anew are taken from there', async () => {
  const one = bench();
  one.write(await one.look());
  for (let n = 0; n < 4; n += 1) {
    one.serve(spell(40, 0), spell(400, 0));
    one.write(await one.look());
  }
  one.totals.canary = spell(7, 1);
  one.write(await one.look());
  expect(one.kept.at(-1)?.sample.canary).toEqual(spell(7, 1));
});

test('5.2 nothing that measures is nothing to judge by', async () => {
  const d = running(0, { plan: [step] });
  const outcome = await judge({ d, step, provider: {}, call: {}, now: NOON } as never);
  expect(outcome).toMatchObject({ kind: 'unsure', verdict: null });
});
