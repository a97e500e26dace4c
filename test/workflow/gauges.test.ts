import { expect, test } from 'vitest';
import type { Deployment, Memo } from '../../src/domain/deployment/deployment.ts';
import { replay } from '../../src/domain/deployment/replay.ts';
import type { KeptSample } from '../../src/domain/deployment/sample.ts';
import type { StepOutcome } from '../../src/domain/deployment/step-outcome.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import type { Counters } from '../../src/domain/verdict/counters.ts';
import { Criteria } from '../../src/domain/verdict/criteria.ts';
import { judge } from '../../src/workflow/steps/judge.ts';
import { NOON, running } from '../domain/sample.ts';

const step = {
  kind: 'judge',
  forMs: 60_000,
  warmUpMs: 3_000,
  criteria: Criteria.parse({ gauges: { memory: {} } }),
  mode: 'abort',
  inconclusive: 'ask',
} as const;
const stable = [371, 369, 370, 372, 368, 370, 371, 369, 370, 373];

/** One in two hundred fails, half are slower than 10 ms, one in ten than 25 and one in a hundred than 100. */
function spell(requests: number): Counters {
  const part = (share: number): number => Math.round(requests * share);
  const buckets = [
    [10, part(0.5)],
    [25, part(0.9)],
    [100, part(0.99)],
    [null, requests],
  ] as const;
  return { requests, errors: part(0.005), buckets: [...buckets] };
}

/** A judge that looks every five seconds at healthy requests, and what its gauge reads when it is asked. */
function bench(canary: () => readonly number[]) {
  let d: Deployment = running(0, { plan: [step] });
  d = { ...d, progress: { ...d.progress, phase: 'intent', since: NOON, memo: null } };
  const [own, old] = [d.artifact.version, d.previous?.version ?? ''];
  const kept: KeptSample[] = [];
  const asked: number[] = [];
  let now = NOON;
  const spans = {
    everyMs: 1_000,
    lateMs: 0,
    during: async () =>
      new Map([
        [own, spell(200)],
        [old, spell(1_800)],
      ]),
    async gauge() {
      asked.push(now - NOON);
      return new Map([
        [own, canary()],
        [old, stable],
      ]);
    },
  };
  return {
    asked,
    verdictAgain: () => replay(d, kept)[0]?.verdict,
    async look(): Promise<StepOutcome> {
      const provider = { metrics: { read: async () => new Map(), spans } };
      const outcome = await judge({ d, step, provider, call: { placement: {} }, now } as never);
      if (!('sample' in outcome) || !outcome.sample) throw new Error('nothing to keep');
      const { id: deployment, service, environment, revision } = d;
      kept.push({
        deployment,
        service,
        environment,
        revision,
        step: 0,
        at: now,
        sample: JSON.parse(JSON.stringify(outcome.sample)),
      });
      const memo = 'memo' in outcome ? ((outcome.memo as Memo | undefined) ?? null) : null;
      d = { ...d, revision: revision + 1, progress: { ...d.progress, memo } };
      now = plus(now, 5_000);
      return outcome;
    },
  };
}

async function toTheEnd(one: ReturnType<typeof bench>): Promise<StepOutcome> {
  for (let n = 0; n < 40; n += 1) {
    const outcome = await one.look();
    if (outcome.kind !== 'running') return outcome;
  }
  throw new Error('it never ends');
}

test('5.2 a gauge that reads higher fails it at the end of its time, and not before', async () => {
  const one = bench(() => stable.map((x) => x + 41));
  const end = await toTheEnd(one);
  expect(end).toMatchObject({
    kind: 'failed',
    why: expect.stringMatching(/^memory is higher: 411 against 370/),
  });
  expect(one.asked).toHaveLength(1);
  expect(one.asked[0]).toBeGreaterThanOrEqual(60_000);
  expect(one.verdictAgain()).toEqual('verdict' in end ? end.verdict : null);
});

test('5.2 alike, it passes with one sentence of each; what it rests on computes the same again', async () => {
  const one = bench(() => stable);
  const end = await toTheEnd(one);
  expect(end).toMatchObject({
    kind: 'done',
    note: expect.stringMatching(/memory 370 against 370: not higher$/),
  });
  expect(one.verdictAgain()).toEqual('verdict' in end ? end.verdict : null);
});

test('5.2 a gauge that nobody reads never passes: as long again, then people are asked', async () => {
  const one = bench(() => []);
  const end = await toTheEnd(one);
  expect(end).toMatchObject({
    kind: 'unsure',
    why: expect.stringMatching(
      /^Not enough data to judge .*: memory of .* was read 0 times, too few to compare$/,
    ),
  });
  expect(one.asked.length).toBeGreaterThan(5);
  expect(one.verdictAgain()).toEqual('verdict' in end ? end.verdict : null);
});
