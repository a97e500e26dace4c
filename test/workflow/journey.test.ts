import { describe, expect, test } from 'vitest';
import { decideRunning } from '../../src/domain/deployment/decide-running.ts';
import type { Deployment } from '../../src/domain/deployment/deployment.ts';
import { keepFinding } from '../../src/domain/deployment/finding.ts';
import { resume } from '../../src/domain/deployment/hold.ts';
import { skip } from '../../src/domain/deployment/skip.ts';
import { isRefusal } from '../../src/domain/kernel/refusal.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import type { Step } from '../../src/domain/plan/step.ts';
import { type Journey, JourneyFile } from '../../src/domain/verdict/journey/form.ts';
import { runStep } from '../../src/workflow/steps/index.ts';
import { NOON, running, yesOf } from '../domain/sample.ts';
import { createFakeProbes } from '../fakes/fake-probes.ts';

const PROBES = ['here', 'paris', 'tokyo'];
const vantages = PROBES.map((name) => ({ name, url: null, tokenFrom: null }));
const STEPS = [
  { name: 'open', url: 'https://shop.example/' },
  { name: 'pay', url: 'https://shop.example/pay' },
];

function journeyOf(patch: Partial<Journey> = {}): Journey {
  return {
    ...JourneyFile.parse({ steps: STEPS }),
    name: 'buy',
    probes: PROBES,
    quorum: 2,
    ...patch,
  };
}

/** A deployment at its walk before the exposure, and a clock. */
function bench(patch: Partial<Journey> = {}, more: Partial<Deployment> = {}) {
  const journey = journeyOf(patch);
  const plan: readonly Step[] = [
    { kind: 'journey', when: 'before', journey },
    { kind: 'shift', percent: 100 },
    { kind: 'journey', when: 'after', journey },
    { kind: 'finish' },
  ];
  const probes = createFakeProbes();
  let d: Deployment = running(0, { plan, ...more });
  let now = NOON;
  const notes: (string | null)[] = [];
  const found: unknown[] = [];
  async function round(): Promise<void> {
    const step = d.plan[d.cursor];
    if (!step) throw new Error('no such step');
    const call = { key: `${d.id}:${d.cursor}:1`, placement: {} };
    const deployer = { observe: async () => ({ live: [], staged: [] }) };
    const look = { d, provider: { probes, deployer }, placement: {}, vantages, call, now };
    const outcome = await runStep(look as never, step);
    const aside = { owners: ['chen'], rollbackId: 'D-8' as const, ahead: null, reseal: () => 'x' };
    const change = keepFinding(d, outcome, decideRunning(d, step, outcome, aside, now), now);
    d = change.rows.find(({ row }) => row.id === d.id)?.row ?? d;
    d = JSON.parse(JSON.stringify(d)); // as the database gives it back
    notes.push(...change.events.map(({ note }) => note));
    found.push(...change.ledger.flatMap(({ evidence }) => evidence['found'] ?? []));
  }
  return {
    probes,
    notes,
    found,
    d: () => d,
    round,
    /** Rounds until the step is decided, the clock moving on as each asks. */
    async walk() {
      const { cursor } = d;
      for (let i = 0; i < 60 && d.cursor === cursor && !d.hold && d.status === 'running'; i += 1) {
        await round();
        now = plus(now, Math.max(0, (d.wakeAt ?? now) - now));
      }
    },
    /** Everybody meets it now. */
    shift() {
      expect(d.plan[d.cursor]).toMatchObject({ kind: 'shift' });
      const progress = { ...d.progress, since: now, phase: 'intent' as const, memo: null };
      d = { ...d, cursor: d.cursor + 1, exposedAt: now, progress };
    },
    say(decide: (d: Deployment, now: typeof NOON) => ReturnType<typeof resume>) {
      const change = decide(d, now);
      if (isRefusal(change)) throw new Error(change.what);
      d = change.rows[0]?.row ?? d;
    },
    red: (...names: readonly string[]) => names.map((name) => probes.find(name, 'red')),
    green: () => PROBES.map((name) => probes.find(name, 'green')),
    silent: (...names: readonly string[]) => names.map((name) => probes.find(name, 'nothing')),
  };
}

describe('7.3 a journey around an exposure', () => {
  test('green before and after: it goes on, and both are kept', async () => {
    const one = bench();
    await one.walk();
    one.shift();
    await one.walk();
    expect(one.d()).toMatchObject({ cursor: 3, hold: null });
    expect(one.d().findings).toMatchObject([
      { step: 0, name: 'buy', outcome: 'green' },
      { step: 2, name: 'buy', outcome: 'green' },
    ]);
    expect(one.notes.at(-1)).toBe(
      'The journey "buy" at 100 %: green at 3 of 3 probes, 81 ms at here',
    );
    // What serves is another version before and after.
    expect(one.probes.walks.map(({ given }) => given['version'])).toEqual([
      ...PROBES.map(() => '1.0.0'),
      ...PROBES.map(() => '1.1.0'),
    ]);
  });

  test('red after at two of three, twice in a row: it is rolled back and says where and when', async () => {
    const one = bench();
    await one.walk();
    one.shift();
    one.red('paris', 'tokyo');
    await one.walk();
    expect(one.d()).toMatchObject({ status: 'failed', outcome: { code: 'rolled-back' } });
    expect(one.notes).toContain(
      'Failed and rolls back: The journey "buy" at 100 %: red at 2 of 3 probes; paris: step 2 "pay" failed after 41 ms, answered 500, expected 2xx; tokyo: step 2 "pay" failed after 41 ms, answered 500, expected 2xx',
    );
    expect(one.found.at(-1)).toMatchObject({
      outcome: 'red',
      evidence: [{ count: 'red' }, { count: 'red', votes: [{ outcome: 'green' }, {}, {}] }],
    });
  });

  test('one red round that the next does not confirm means nothing', async () => {
    const one = bench({ confirm: 3 });
    await one.walk();
    one.shift();
    one.red('paris', 'tokyo');
    await one.round();
    await one.round();
    expect(one.d()).toMatchObject({ cursor: 2, hold: null, progress: { memo: { reds: 2 } } });
    one.green();
    await one.round();
    expect(one.d()).toMatchObject({ cursor: 3, status: 'running' });
  });

  test('one red of three fails nothing', async () => {
    const one = bench();
    await one.walk();
    one.shift();
    one.red('tokyo');
    await one.walk();
    expect(one.d()).toMatchObject({ cursor: 3, status: 'running' });
    expect(one.notes.at(-1)).toContain('tokyo: step 2 "pay" failed');
  });

  test('missing answers never pass: it waits for its owners when patience ends', async () => {
    const one = bench();
    await one.walk();
    one.shift();
    one.silent('paris', 'tokyo');
    await one.walk();
    expect(one.d()).toMatchObject({ status: 'running', cursor: 2, hold: { asks: ['chen'] } });
    expect(one.d().hold?.why).toContain('Nothing passes without an answer');
    one.say((d, now) => resume(d, 'chen', now));
    one.green();
    await one.walk();
    expect(one.d()).toMatchObject({ cursor: 3, hold: null });
  });
});

describe('7.3 a journey that was red before blames nobody', () => {
  test('it holds before anybody meets the new version, and says why', async () => {
    const one = bench();
    one.red(...PROBES);
    await one.walk();
    expect(one.d()).toMatchObject({ cursor: 0, exposedAt: null, hold: { asks: ['chen'] } });
    expect(one.d().hold?.why).toContain('1.1.0 is not blamed');
  });

  test('skipped by a person, a red after asks people and rolls nothing back', async () => {
    const one = bench();
    one.red(...PROBES);
    await one.walk();
    one.say((d, now) => skip(d, { by: 'chen', because: 'known outage', others: [] }, now));
    expect(one.d().findings).toMatchObject([{ outcome: 'skipped' }]);
    one.shift();
    await one.walk();
    expect(one.d()).toMatchObject({ status: 'running', hold: { asks: ['chen'] } });
  });

  test('ignored by policy, a red after goes on and says that it was red before', async () => {
    const one = bench({ before: 'ignore' });
    one.red(...PROBES);
    await one.walk();
    one.shift();
    await one.walk();
    expect(one.d()).toMatchObject({ status: 'running', cursor: 3, hold: null });
    expect(one.notes.at(-1)).toContain(
      '1.1.0 is not blamed. The journey "buy" at 100 %: red at 3 of 3',
    );
  });

  const fix = { fixes: 'INC-42', approvals: [yesOf('chen', ['production'])] };

  test('a fix that a second person approved goes out to what is red, and what is still red after it asks people', async () => {
    const one = bench({}, fix);
    one.red(...PROBES);
    await one.walk();
    expect(one.notes.at(-1)).toContain('1.1.0 is not blamed. The journey "buy" before anybody met');
    expect(one.d()).toMatchObject({ cursor: 1, hold: null, findings: [{ outcome: 'red' }] });
    one.shift();
    await one.walk();
    expect(one.d()).toMatchObject({ status: 'running', cursor: 2, hold: { asks: ['chen'] } });
  });

  test('one that nobody approved, or nobody answers about, waits like any other', async () => {
    const asked = bench({}, { ...fix, approvals: [] });
    asked.red(...PROBES);
    await asked.walk();
    const unheard = bench({}, fix);
    unheard.silent(...PROBES);
    await unheard.walk();
    for (const one of [asked, unheard])
      expect(one.d()).toMatchObject({ cursor: 0, hold: { asks: ['chen'] } });
  });

  test('where nothing served before there is nothing to walk, and a red after counts', async () => {
    const one = bench({}, { previous: null });
    await one.walk();
    expect(one.probes.walks).toEqual([]);
    expect(one.d().findings).toMatchObject([{ outcome: 'unasked' }]);
    one.shift();
    one.red(...PROBES);
    await one.walk();
    expect(one.d()).toMatchObject({ status: 'failed', outcome: { code: 'journey' } });
  });
});

test('7.3 a walk lost in a crash is made again under the same key', async () => {
  const one = bench();
  one.red(...PROBES);
  const before = one.d();
  await one.walk();
  const keys = one.probes.walks.map(({ given }) => given['key']);
  expect(new Set(keys)).toEqual(new Set([`${before.id}:0:1`]));
});
