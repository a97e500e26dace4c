import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { abort } from '../../src/domain/deployment/abort.ts';
import {
  approveGlass,
  refuseGlass,
  withdrawGlass,
} from '../../src/domain/deployment/answer-glass.ts';
import { approve, reject, withdraw } from '../../src/domain/deployment/approve.ts';
import { askGlass, lapseGlass } from '../../src/domain/deployment/break-glass.ts';
import { decidePending } from '../../src/domain/deployment/decide-pending.ts';
import { decideExposure, decideRunning } from '../../src/domain/deployment/decide-running.ts';
import { type Deployment, isOver, STATUSES } from '../../src/domain/deployment/deployment.ts';
import { pause, resume } from '../../src/domain/deployment/hold.ts';
import type { DeploymentChange } from '../../src/domain/deployment/moves.ts';
import { rollBack } from '../../src/domain/deployment/roll-back.ts';
import { skip } from '../../src/domain/deployment/skip.ts';
import type { StepOutcome } from '../../src/domain/deployment/step-outcome.ts';
import { keepWarm } from '../../src/domain/deployment/warm.ts';
import type { GateRuling } from '../../src/domain/gates/index.ts';
import { isRefusal, type Refusal } from '../../src/domain/kernel/refusal.ts';
import { block, pass, wait } from '../../src/domain/kernel/ruling.ts';
import { type Instant, plus } from '../../src/domain/kernel/time.ts';
import { actor, deployment, digestOf, NOON, OLD, personOf, running, yesOf } from './sample.ts';

const now: Instant = plus(NOON, 60_000);
const back = { id: 'D-8', to: OLD, by: 'bo', why: 'errors', code: 'asked', digest: 'x' } as const;

const glass = { groups: ['sre'], people: ['bo', 'chen', 'dana'], lastsMs: 60_000, reviewMs: 1 };
const ask = { by: 'ana', because: 'checkout is down', incident: null };
const closed: readonly GateRuling[] = [{ gate: 'blackout', ruling: wait('blackout', 'sale') }];

const groups = [{ name: 'sre', members: glass.people, mention: null }];
const held = { rulings: closed, catalog: { people: glass.people.map(personOf), groups } };

const deeds: readonly (readonly [string, (d: Deployment) => DeploymentChange | Refusal])[] = [
  ['approve', (d) => approve(d, actor('bo'), { planDigest: null }, now)],
  ['reject', (d) => reject(d, actor('bo'), { because: 'no' }, now)],
  ['withdraw', (d) => withdraw(d, actor('bo'), now)],
  ['pause', (d) => pause(d, 'bo', null, now)],
  ['resume', (d) => resume(d, 'bo', now)],
  ['skip', (d) => skip(d, { by: 'bo', because: 'hotfix', others: [] }, now)],
  ['keep warm', (d) => keepWarm(d, { by: 'bo', because: null, askedMs: null }, now)],
  ['abort', (d) => abort(d, 'bo', null, 'D-8', now)],
  ['roll back', (d) => rollBack(d, back, now)],
  ['ask for break-glass', (d) => askGlass({ ...d, glass }, ask, held, now)],
  ['say yes to it', (d) => approveGlass({ ...d, glass }, actor('bo'), { zone: 'UTC' }, now)],
  ['say yes to it too', (d) => approveGlass({ ...d, glass }, actor('chen'), { zone: 'UTC' }, now)],
  ['say no to it', (d) => refuseGlass({ ...d, glass }, actor('chen'), 'no', now)],
  ['take it back', (d) => withdrawGlass({ ...d, glass }, actor('bo'), now)],
];

const hold = { by: 'bo', at: NOON, why: 'looking', asks: [] };
const outcome = { code: 'x', why: 'y', by: 'z' };
const states: readonly (readonly [string, Deployment])[] = [
  ['pending', deployment()],
  ['approved', deployment({ approvals: [yesOf('bo', ['production'])] })],
  ...[0, 1, 2, 3, 4, 5].flatMap((step): [string, Deployment][] => [
    [`running at ${step}`, running(step)],
    [`held at ${step}`, running(step, { hold })],
  ]),
  ['succeeded', running(6, { status: 'succeeded', finishedAt: NOON, wakeAt: null })],
  ['failed', running(3, { status: 'failed', outcome, finishedAt: NOON, wakeAt: null })],
  ['cancelled', deployment({ status: 'cancelled', outcome, finishedAt: NOON, wakeAt: null })],
  ['rollback running', running(1, { kind: 'rollback', gates: [] })],
];

/** What must hold after every change, whatever it was. */
function lawful(before: Deployment, change: DeploymentChange): void {
  let revision = before.revision;
  for (const { row } of change.rows) {
    expect(STATUSES).toContain(row.status);
    if (row.id === before.id) revision += 1;
    expect(row.revision).toBe(row.id === before.id ? revision : 0);
    if (isOver(row)) {
      expect(row.wakeAt).toBeNull();
      expect(row.hold).toBeNull();
    } else expect(row.wakeAt !== null || row.hold !== null).toBe(true);
    if (row.status === 'failed') expect(row.outcome).not.toBeNull();
  }
  const left = new Map(change.rows.map(({ row }) => [row.id, row.status]));
  const active = [...left.values()].filter((status) => status === 'running');
  expect(active.length).toBeLessThanOrEqual(1);
  for (const event of change.events)
    expect(change.rows.some(({ row }) => row.id === event.id)).toBe(true);
}

describe('every state × every command is a transition or a refusal', () => {
  for (const [name, d] of states) {
    test.each(deeds)(`${name}: %s`, (_, deed) => {
      const result = deed(d);
      if (isRefusal(result)) {
        expect(result.what).not.toBe('');
        expect(result.fix ?? result.line ?? result.why).not.toBeNull();
      } else lawful(d, result);
    });
  }
});

describe('stopping and going back work from everywhere', () => {
  test.each(states.filter(([, d]) => d.status === 'running' && d.kind === 'deploy'))(
    'abort: %s',
    (_, d) => {
      const change = abort(d, 'bo', null, 'D-8', now);
      if (isRefusal(change)) throw new Error(change.what);
      expect(change.raiseFence).toBe(true);
      const [ended, rollback] = change.rows.map(({ row }) => row);
      expect(ended?.status).toBe(d.exposedAt === null ? 'cancelled' : 'failed');
      expect(rollback?.status).toBe(d.exposedAt === null ? undefined : 'running');
    },
  );

  test.each(states.filter(([, d]) => d.kind === 'deploy'))('roll back: %s', (_, d) => {
    const change = rollBack(d, back, now);
    if (isRefusal(change)) throw new Error(change.what);
    const [ended, rollback] = change.rows.map(({ row }) => row);
    expect(ended?.rolledBackBy).toBe('D-8');
    expect(rollback).toMatchObject({
      status: 'running',
      kind: 'rollback',
      gates: [],
      artifact: OLD,
    });
    expect(change.raiseFence).toBe(true);
  });
});

const rulings: readonly GateRuling[][] = [
  [{ gate: 'blackout', ruling: pass }],
  [{ gate: 'blackout', ruling: wait('blackout', 'closed', { until: plus(now, 5_000) }) }],
  [{ gate: 'order', ruling: block('order', 'not in staging') }],
];

const outcomes: readonly StepOutcome[] = [
  { kind: 'done', note: null, verdict: null },
  { kind: 'running', againInMs: 1_000, memo: { a: 1 }, verdict: null },
  { kind: 'failed', code: 'verdict', why: 'slow', retryable: false, verdict: null },
  { kind: 'failed', code: 'provider', why: '503', retryable: true, verdict: null },
  { kind: 'moved', to: { version: '1.1.0', digest: digestOf('c') }, previous: OLD },
  { kind: 'unsure', why: 'thin', verdict: null },
  { kind: 'silent', why: 'timeout' },
];

test('10,000 random lives: every change lawful, every life ends or waits for somebody', () => {
  const choice = fc.tuple(fc.nat(9), fc.nat(20), fc.integer({ min: 0, max: 200_000 }));
  fc.assert(
    fc.property(fc.array(choice, { maxLength: 40 }), (choices) => {
      let d = deployment();
      let at: Instant = NOON;
      for (const [kind, pick, ms] of choices) {
        if (isOver(d)) break;
        at = plus(at, ms);
        const change = step(d, kind, pick, at);
        if (change === null || isRefusal(change)) continue;
        lawful(d, change);
        d = change.rows.findLast(({ row }) => row.id === d.id)?.row ?? d;
      }
      return true;
    }),
    { numRuns: 10_000 },
  );
});

function step(d: Deployment, kind: number, pick: number, at: Instant) {
  if (kind > 7) return deeds[pick % deeds.length]?.[1](d) ?? null;
  if (d.hold) return null;
  const lapsed = lapseGlass(d, at);
  if (lapsed) return lapsed;
  const ruled = rulings[pick % rulings.length] ?? [];
  if (d.status === 'pending') return decidePending(d, ruled, at);
  if (d.progress.phase === 'ready') return decideExposure(d, ruled, at);
  const current = d.plan[d.cursor];
  const seen = outcomes[pick % outcomes.length];
  if (!current || !seen) return null;
  const aside = {
    owners: ['chen'],
    rollbackId: 'D-9',
    ahead: pick % 2 === 0 ? ruled : null,
    reseal: () => 'resealed',
  } as const;
  return decideRunning(d, current, seen, aside, at);
}
