import { describe, expect, test } from 'vitest';
import type { BreakerState, Stop } from '../../src/domain/breaker/breaker.ts';
import type { Breaker } from '../../src/domain/breaker/decide.ts';
import { BreakerRule } from '../../src/domain/breaker/rule.ts';
import type { Deployment } from '../../src/domain/deployment/deployment.ts';
import { trippings } from '../../src/domain/deployment/failures.ts';
import { holdForStop } from '../../src/domain/deployment/hold.ts';
import { rule } from '../../src/domain/gates/index.ts';
import { LIFTS } from '../../src/domain/gates/lift.ts';
import type { Approval } from '../../src/domain/governance/approval.ts';
import type { Subject } from '../../src/domain/kernel/subject.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import { deployment, NOON, running } from './sample.ts';

const MINUTE = 60_000;
const stop: Stop = {
  by: 'ana',
  at: NOON,
  cause: 'hand',
  because: 'INC-42',
  holds: true,
  parties: ['ana'],
  openers: ['bo', 'chen'],
  restMs: null,
};
const failures: Stop = { ...stop, cause: 'failures', holds: false, restMs: MINUTE };
const about: Subject = {
  id: 'D-7',
  service: 'shop',
  environment: 'production',
  version: '1.1.0',
  digest: 'sha256:b',
  planDigest: 'f'.repeat(64),
  requestedBy: 'eli',
};
const yes = (by: string): Approval => ({ by, at: NOON, planDigest: about.planDigest, groups: [] });

function breaker(state: BreakerState, place: Partial<Breaker> = {}): Breaker {
  return { service: 'shop', environment: 'production', revision: 3, ...place, state };
}
const open = (one: Stop): Breaker => breaker({ kind: 'open', stop: one, settled: true });
const half = (trial: string | null): Breaker =>
  breaker({
    kind: 'half-open',
    stop: failures,
    since: NOON,
    trial: trial === null ? null : { id: trial, since: NOON },
  });

describe('6.6 the gate', () => {
  test.each<[string, readonly Breaker[], Partial<Subject>, readonly Approval[], string]>([
    ['a line that runs', [breaker({ kind: 'closed', since: NOON })], {}, [], 'pass'],
    ['no line was ever stopped', [], {}, [], 'pass'],
    ['stopped', [open(stop)], {}, [], 'stopped'],
    ['approved, and no fix', [open(stop)], {}, [yes('bo')], 'stopped'],
    ['a fix of something else', [open(stop)], { fixes: 'INC-43' }, [yes('bo')], 'stopped'],
    ['a fix nobody approved', [open(stop)], { fixes: 'INC-42' }, [], 'second-person'],
    [
      'whose own yes is no second',
      [open(stop)],
      { fixes: 'INC-42' },
      [yes('eli')],
      'second-person',
    ],
    ['a fix with a second person', [open(stop)], { fixes: 'inc-42' }, [yes('bo')], 'pass'],
    ['what ran before is held too', [open(stop)], { startedAt: plus(NOON, -1) }, [], 'stopped'],
    ['or goes on, by failures', [open(failures)], { startedAt: plus(NOON, -1) }, [], 'pass'],
    ['what began since waits', [open(failures)], { startedAt: NOON }, [], 'stopped'],
    ['half open, nobody chosen', [half(null)], {}, [], 'half-open'],
    ['half open, another tries', [half('D-6')], {}, [], 'half-open'],
    ['half open, this one tries', [half('D-7')], {}, [], 'pass'],
    ['a preview is never the one that tries', [half('D-7')], { id: null }, [], 'half-open'],
    ['another line is stopped besides', [half('D-7'), open(stop)], {}, [], 'stopped'],
  ])('%s', (_, breakers, more, approvals, expected) => {
    const facts = { breakers, approvals };
    const { ruling } = rule({ kind: 'breaker' }, facts, { ...about, ...more }, NOON);
    expect(ruling.verdict === 'pass' ? 'pass' : ruling.code).toBe(expected);
  });

  test('it says who stopped it, since when, why and who opens it', () => {
    const facts = { breakers: [open(stop)], approvals: [] };
    expect(rule({ kind: 'breaker' }, facts, about, NOON).ruling).toMatchObject({
      why: 'ana stopped the line of shop in production at 2026-11-20 12:00 UTC (INC-42); it is opened by bo or chen',
      who: ['bo', 'chen'],
    });
  });

  test('one that could not be read waits, and no broken glass lifts it', () => {
    const unread = rule({ kind: 'breaker' }, { approvals: [] }, about, NOON).ruling;
    expect(unread).toMatchObject({ verdict: 'wait', code: 'unknown' });
    expect(LIFTS.breaker).toBe('never');
  });
});

describe('6.6 what runs is held where it is, at every step', () => {
  test.each(running(0).plan.map(({ kind }, i) => [i, kind] as const))('step %i, %s', (i) => {
    const d = running(i);
    const change = holdForStop(d, { why: 'ana stopped the line' }, ['chen'], NOON);
    const row = change?.rows.at(-1)?.row;
    expect(row).toMatchObject({ status: 'running', cursor: i, wakeAt: null });
    expect(row?.hold).toMatchObject({ by: 'fairway', asks: ['chen'] });
    expect(row?.progress).toEqual(d.progress);
    expect(change?.raiseFence).toBeUndefined();
  });

  test.each<[string, Deployment]>([
    ['a rollback goes on', { ...running(2), kind: 'rollback' }],
    [
      'what is held stays as it is',
      { ...running(2), hold: { by: 'bo', at: NOON, why: 'look', asks: [] } },
    ],
    ['what has not started has nothing to hold', deployment()],
  ])('%s', (_, d) => {
    expect(holdForStop(d, { why: 'stopped' }, ['chen'], NOON)).toBeNull();
  });
});

describe('6.6 failures that stop a line', () => {
  const environments = [
    { name: 'production', protected: true },
    { name: 'staging', protected: false },
  ] as never;
  const law = BreakerRule.parse({ failures: 2, fleet: 3, within: '1h' });

  function failed(id: number, minutesAgo: number, more: Partial<Deployment> = {}): Deployment {
    const finishedAt = plus(NOON, -minutesAgo * MINUTE);
    const outcome = { code: 'rolled-back', why: 'errors', by: 'fairway' };
    return deployment({ id: `D-${id}`, status: 'failed', finishedAt, outcome, ...more });
  }
  const named = (all: readonly Deployment[], breakers: readonly Breaker[] = [], rules = law) =>
    trippings(all, breakers, { rule: rules, environments }, NOON).map(({ place, because }) => [
      `${place.service}@${place.environment}`,
      because.replace(/.*: /, ''),
    ]);
  const search = { service: 'search' };
  const checkout = { service: 'checkout' };

  test.each<[string, readonly Deployment[], readonly Breaker[], readonly (readonly string[])[]]>([
    ['one is not enough', [failed(1, 5)], [], []],
    ['two are', [failed(9, 5), failed(10, 1)], [], [['shop@production', 'D-9, D-10']]],
    ['one is too long ago', [failed(1, 60), failed(2, 1)], [], []],
    ['of two services', [failed(1, 5), failed(2, 1, search)], [], []],
    [
      'the fleet',
      [failed(1, 5), failed(2, 1, search), failed(3, 1, checkout)],
      [],
      [['*@production', 'D-1, D-2, D-3']],
    ],
    [
      'elsewhere nobody counts',
      [1, 2, 3].map((n) => failed(n, 1, { environment: 'staging' })),
      [],
      [],
    ],
    [
      'one that was replaced has not failed',
      [
        failed(1, 5),
        failed(2, 1, {
          outcome: { code: 'rolled-back', why: 'replaced by D-3 (shop 2)', by: 'bo' },
        }),
      ],
      [],
      [],
    ],
    ['a rollback that failed is none', [failed(1, 5), failed(2, 1, { kind: 'rollback' })], [], []],
    ['stopped already', [failed(1, 5), failed(2, 1)], [open(stop)], []],
    [
      'forgiven when it was opened again',
      [failed(1, 5), failed(2, 1)],
      [breaker({ kind: 'closed', since: plus(NOON, -2 * MINUTE) })],
      [],
    ],
  ])('%s', (_, all, breakers, expected) => {
    expect(named(all, breakers)).toEqual(expected);
  });

  test('environments may be named', () => {
    const rules = { ...law, environments: ['staging'] };
    const all = [1, 2].map((n) => failed(n, 1, { environment: 'staging' }));
    expect(named(all, [], rules)).toEqual([['shop@staging', 'D-1, D-2']]);
  });
});
