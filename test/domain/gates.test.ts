import { describe, expect, test } from 'vitest';
import { subjectOf } from '../../src/domain/deployment/deployment.ts';
import type { Gathered, Queued } from '../../src/domain/gates/facts.ts';
import { type GateConfig, rule } from '../../src/domain/gates/index.ts';
import type { Approval } from '../../src/domain/governance/approval.ts';
import { beginTenure, type Tenure } from '../../src/domain/governance/lock.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import { deployment, NOON, yesOf } from './sample.ts';

const d = deployment();
const about = subjectOf(d);
const approvalGate: GateConfig = {
  kind: 'approval',
  withdrawMs: 10_000,
  slots: [
    { rule: 'sre', groups: ['sre'], people: ['ana', 'bo', 'dana'], quorum: 1 },
    { rule: 'owners', groups: ['shop-owners'], people: ['chen', 'bo'], quorum: 2 },
  ],
};

function yes(by: string, secondsAgo = 60, planDigest = d.planDigest): Approval {
  return yesOf(by, ['sre', 'owners'], { at: plus(NOON, -secondsAgo * 1_000), planDigest });
}

function queued(id: string, more: Partial<Queued> = {}): Queued {
  return { id, fixes: null, held: false, ...more };
}

function ask(config: GateConfig, facts: Gathered) {
  return rule(config, facts, about, NOON).ruling;
}

describe('8.1 approval', () => {
  test.each([
    ['nobody yet', [], 'approval'],
    ['one of three', [yes('dana')], 'approval'],
    ['the same person twice is one person', [yes('dana'), yes('bo'), yes('bo')], 'approval'],
    ['one person may fill both slots, with a second owner', [yes('bo'), yes('chen')], 'pass'],
    ['the requester never counts', [yes('ana'), yes('chen')], 'approval'],
    ['another plan never counts', [yes('bo', 60, 'old'), yes('chen')], 'approval'],
    ['the last yes can still be taken back', [yes('bo'), yes('chen', 4)], 'withdraw-window'],
  ])('%s', (_, approvals, expected) => {
    const ruling = ask(approvalGate, { approvals });
    expect(ruling.verdict === 'pass' ? 'pass' : ruling.code).toBe(expected);
  });

  test('names who can still say yes, and never the requester', () => {
    expect(ask(approvalGate, { approvals: [] })).toMatchObject({ who: ['bo', 'dana', 'chen'] });
  });

  test('opens by itself when the time for taking it back is over', () => {
    const ruling = ask(approvalGate, { approvals: [yes('bo'), yes('chen', 4)] });
    expect(ruling).toMatchObject({ verdict: 'wait', until: plus(NOON, 6_000) });
  });
});

describe('what can stop me', () => {
  const closed = { name: 'sale', owner: 'dana', from: NOON, until: plus(NOON, 1_000) };
  const longer = { ...closed, name: 'audit', until: plus(NOON, 9_000) };
  const heldBy = (by: string, more: Partial<Tenure> = {}): Gathered => {
    const wanted = { by, because: null, cause: { kind: 'work' }, now: NOON } as const;
    const held = { ...beginTenure({ ...wanted, lastsMs: 60_000, remindMs: 0 }), ...more };
    const at = { service: 'shop', environment: 'production', token: 3, revision: 5 };
    return { locks: [{ ...at, held }], queue: [] };
  };
  const incident = { kind: 'incident', ref: 'INC-42' } as const;
  const other = { id: 'D-1', service: 'search', version: '2', startedBy: 'bo' };
  const own = { id: 'D-2', service: 'shop', version: '1.0.9', startedBy: 'chen' };

  test.each<[string, GateConfig, Gathered, string]>([
    ['no blackout', { kind: 'blackout' }, { blackouts: [], calendars: [] }, 'pass'],
    ['a blackout waits', { kind: 'blackout' }, { blackouts: [closed], calendars: [] }, 'blackout'],
    ['no lock', { kind: 'lock' }, { locks: [], queue: [] }, 'pass'],
    ['a foreign lock waits', { kind: 'lock' }, heldBy('bo'), 'lock'],
    ['one’s own lock passes', { kind: 'lock' }, heldBy('ana'), 'pass'],
    ['one whose time is over passes', { kind: 'lock' }, heldBy('bo', { until: NOON }), 'pass'],
    [
      'one’s own lock for something else waits',
      { kind: 'lock' },
      heldBy('ana', { cause: incident }),
      'lock',
    ],
    [
      'a lock for this deployment passes, whoever holds it',
      { kind: 'lock' },
      heldBy('bo', { cause: { kind: 'deployment', id: 'D-7' } }),
      'pass',
    ],
    ['nobody before it', { kind: 'turn' }, { queue: [] }, 'pass'],
    ['one that asked before goes first', { kind: 'turn' }, { queue: [queued('D-6')] }, 'turn'],
    ['one that asked after does not', { kind: 'turn' }, { queue: [queued('D-8')] }, 'pass'],
    [
      'what ends an incident goes before it',
      { kind: 'turn' },
      { queue: [queued('D-8', { fixes: 'INC-42' })] },
      'turn',
    ],
    [
      'one that a lock holds stands in nobody’s way',
      { kind: 'turn' },
      { queue: [queued('D-6', { held: true })] },
      'pass',
    ],
    [
      'verified before',
      { kind: 'order' },
      { promotion: [{ environment: 'staging', verified: true }] },
      'pass',
    ],
    [
      'skipping an environment blocks',
      { kind: 'order' },
      { promotion: [{ environment: 'staging', verified: false }] },
      'order',
    ],
    [
      'what is on its way to an earlier one waits',
      { kind: 'order' },
      { promotion: [{ environment: 'staging', verified: false, underway: 'D-3' }] },
      'underway',
    ],
    ['room in the environment', { kind: 'concurrency', slots: 2 }, { occupants: [other] }, 'pass'],
    ['no room', { kind: 'concurrency', slots: 1 }, { occupants: [other] }, 'environment-full'],
    ['its own slot is taken', { kind: 'concurrency', slots: 5 }, { occupants: [own] }, 'slot'],
    [
      'itself does not stand in its way',
      { kind: 'concurrency', slots: 1 },
      { occupants: [{ ...own, id: 'D-7' }] },
      'pass',
    ],
  ])('%s', (_, config, facts, expected) => {
    const ruling = ask(config, facts);
    expect(ruling.verdict === 'pass' ? 'pass' : ruling.code).toBe(expected);
  });

  test('of several blackouts the last to end counts', () => {
    expect(ask({ kind: 'blackout' }, { blackouts: [longer, closed], calendars: [] })).toMatchObject(
      {
        until: longer.until,
        who: ['dana'],
      },
    );
  });

  test.each<GateConfig>([
    approvalGate,
    { kind: 'blackout' },
    { kind: 'lock' },
    { kind: 'turn' },
    { kind: 'order' },
    { kind: 'concurrency', slots: 1 },
    {
      kind: 'cab',
      impact: ['tier 1'],
      seats: { groups: [], people: [], business: [], quorum: 1, deadlineMs: 1 },
      standard: null,
      barred: [],
    },
  ])('$kind: a fact that is missing or unreadable never passes', (config) => {
    const unknown = { unknown: 'database away' };
    const facts = {
      approvals: unknown,
      blackouts: unknown,
      locks: unknown,
      queue: unknown,
      promotion: unknown,
      occupants: unknown,
      ballot: unknown,
      record: unknown,
    };
    expect(ask(config, {})).toMatchObject({ verdict: 'wait', code: 'unknown' });
    expect(ask(config, facts)).toMatchObject({ verdict: 'wait', code: 'unknown' });
  });
});
