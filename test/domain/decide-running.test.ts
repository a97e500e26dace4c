import { describe, expect, test } from 'vitest';
import type { Aside } from '../../src/domain/deployment/aside.ts';
import {
  decideExposure,
  decideRunning,
  mayEnd,
} from '../../src/domain/deployment/decide-running.ts';
import type { Deployment } from '../../src/domain/deployment/deployment.ts';
import { resume } from '../../src/domain/deployment/hold.ts';
import type { StepOutcome } from '../../src/domain/deployment/step-outcome.ts';
import { isRefusal } from '../../src/domain/kernel/refusal.ts';
import { pass, wait } from '../../src/domain/kernel/ruling.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import { digestOf, NEW, NOON, OLD, running, yesOf } from './sample.ts';

const now = plus(NOON, 5_000);
const aside: Aside = { owners: ['chen'], rollbackId: 'D-8', ahead: null, reseal: () => 'resealed' };

function decide(d: Deployment, outcome: StepOutcome, at = now, beside = aside) {
  const step = d.plan[d.cursor];
  if (!step) throw new Error('no step');
  const change = decideRunning(d, step, outcome, beside, at);
  return { change, rows: change.rows.map(({ row }) => row) };
}
const done: StepOutcome = { kind: 'done', note: null, verdict: null };
const broken: StepOutcome = {
  kind: 'failed',
  code: 'verdict',
  why: 'errors 4 % over 1 %',
  retryable: false,
  verdict: null,
};

describe('5.1 a step that is done', () => {
  test('records the next intent in the same change', () => {
    const { rows, change } = decide(running(0), done);
    expect(rows[0]).toMatchObject({
      cursor: 1,
      progress: { phase: 'intent', attempt: 1 },
      exposedAt: null,
    });
    expect(change.ledger).toHaveLength(1);
    expect(change.ledger[0]?.evidence).toMatchObject({ done: 'prestage', intent: 'start' });
  });

  test('stops before more people meet the new version, for the gates to be asked again', () => {
    const { rows } = decide(running(1), done);
    expect(rows[0]).toMatchObject({
      cursor: 2,
      progress: { phase: 'ready' },
      exposedAt: null,
      wakeAt: now,
    });
  });

  test('goes on at once where the gates of that exposure were asked in the same look', () => {
    const ahead = [{ gate: 'blackout', ruling: pass }] as const;
    const [row] = decide(running(1), done, now, { ...aside, ahead }).rows;
    expect(row).toMatchObject({ cursor: 2, progress: { phase: 'intent' }, exposedAt: now });
  });

  test('and stops where one of them does not pass', () => {
    const closed = wait('blackout', 'closed', { until: plus(now, 9_000) });
    const ahead = [{ gate: 'blackout', ruling: closed }] as const;
    const [row] = decide(running(1), done, now, { ...aside, ahead }).rows;
    expect(row).toMatchObject({ cursor: 2, progress: { phase: 'ready' }, exposedAt: null });
  });

  test('the last one succeeds', () => {
    expect(decide(running(5), done).rows[0]).toMatchObject({ status: 'succeeded', wakeAt: null });
  });
});

describe('before an exposure', () => {
  const ready = running(2, { progress: { ...running(2).progress, phase: 'ready' } });

  test('a blackout that began meanwhile keeps traffic where it is', () => {
    const closed = wait('blackout', 'production is in blackout', { until: plus(now, 9_000) });
    const [row] = decideExposure(ready, [{ gate: 'blackout', ruling: closed }], now).rows;
    expect(row?.row).toMatchObject({
      status: 'running',
      exposedAt: null,
      wakeAt: plus(now, 9_000),
    });
  });

  test('passing records the intent and the exposure at once', () => {
    const [row] = decideExposure(ready, [{ gate: 'blackout', ruling: pass }], now).rows;
    expect(row?.row).toMatchObject({ exposedAt: now, progress: { phase: 'intent' } });
  });
});

describe('6.3 a step that failed', () => {
  test('before anybody met it: failed, and nothing to roll back', () => {
    const { rows, change } = decide(running(1), broken);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ status: 'failed', rolledBackBy: null });
    expect(change.raiseFence ?? false).toBe(false);
  });

  test('after that: failed, its rollback running, and the fence raised in one change', () => {
    const { rows, change } = decide(running(3), broken);
    expect(rows[0]).toMatchObject({ id: 'D-7', status: 'failed', rolledBackBy: 'D-8' });
    expect(rows[1]).toMatchObject({
      id: 'D-8',
      status: 'running',
      rollbackOf: 'D-7',
      requestedBy: 'fairway',
    });
    expect(change.raiseFence).toBe(true);
  });

  test('a known, retryable failure gets a new key, twice, and then it has failed', () => {
    const weather: StepOutcome = {
      kind: 'failed',
      code: 'provider',
      why: '503',
      retryable: true,
      verdict: null,
    };
    const first = decide(running(1), weather).rows[0];
    expect(first?.progress.attempt).toBe(2);
    const worn = running(1, { progress: { ...running(1).progress, attempt: 3 } });
    expect(decide(worn, weather).rows[0]).toMatchObject({ status: 'failed' });
  });

  test('silence is no failure: the same key is asked again, then people decide', () => {
    const silent: StepOutcome = { kind: 'silent', why: 'timeout' };
    const soon = decide(running(1), silent).rows[0];
    expect(soon).toMatchObject({
      status: 'running',
      hold: null,
      progress: { attempt: 1, silence: 'timeout' },
    });
    const late = decide(running(1), silent, plus(NOON, 121_000)).rows[0];
    expect(late).toMatchObject({ status: 'running', hold: { by: 'fairway', asks: ['chen'] } });
  });

  test('a rollback never gives up on a silent provider', () => {
    const rollback = running(1, { kind: 'rollback' });
    const late = decide(rollback, { kind: 'silent', why: 'timeout' }, plus(NOON, 999_000)).rows[0];
    expect(late).toMatchObject({ hold: null, wakeAt: plus(NOON, 1_004_000) });
  });

  test('5.2 not enough data holds and asks the owners', () => {
    const thin = decide(running(3), { kind: 'unsure', why: 'only 12 requests', verdict: null })
      .rows[0];
    expect(thin).toMatchObject({
      status: 'running',
      hold: { asks: ['chen'], why: 'only 12 requests' },
      wakeAt: null,
    });
  });

  test('an effect nobody can vouch for waits, and is asked for anew once a person resumes it', () => {
    const unknown = { kind: 'unsure', why: 'it may have run', verdict: null, mayHaveRun: true };
    const [asked] = decide(running(1), unknown as StepOutcome).rows;
    expect(asked).toMatchObject({ hold: { asks: ['chen'] }, progress: { phase: 'ready' } });
    const resumed = asked && resume(asked, 'chen', now);
    if (!resumed || isRefusal(resumed)) throw new Error('not resumed');
    const [row] = resumed.rows.map((one) => one.row);
    const again = row && decideExposure(row, [], now);
    expect(again?.rows[0]?.row).toMatchObject({ cursor: 1, progress: { phase: 'intent' } });
    expect(again?.ledger[0]?.evidence).toMatchObject({ intent: 'start', step: 1, done: null });
  });

  test('a rollback that failed at a step is resumed under a key nobody was asked for', () => {
    const rollback = running(1, { kind: 'rollback' });
    const [failed] = decide(rollback, broken).rows;
    expect(failed).toMatchObject({ progress: { phase: 'ready', attempt: 2 } });
    const [again] = failed ? decideExposure(failed, [], now).rows : [];
    expect(again?.row).toMatchObject({ progress: { phase: 'intent', attempt: 2 } });
  });

  test('a provider that wants to be asked again in an hour is asked within a minute', () => {
    const slow: StepOutcome = { kind: 'running', againInMs: 3_600_000, memo: null, verdict: null };
    expect(decide(running(1), slow, NOON).rows[0]?.wakeAt).toBe(plus(NOON, 60_000));
  });

  test('past its bound it has failed', () => {
    const late = plus(NOON, 11 * 60_000);
    const still: StepOutcome = { kind: 'running', againInMs: 1_000, memo: null, verdict: null };
    const step = running(1).plan[1];
    expect(step && mayEnd(running(1), step, still, late)).toBe(true);
    expect(decide(running(1), still, late).rows[0]).toMatchObject({
      status: 'failed',
      outcome: { code: 'bound' },
    });
  });
});

test('8.1 what moved under rules that were chosen by its changes is asked for again', () => {
  const approvals = [yesOf('bo', ['production'])];
  const to = { version: '1.1.0', digest: digestOf('c') };
  const before = running(0, { approvals, traced: true });
  const { rows, change } = decide(before, { kind: 'moved', to, previous: OLD });
  expect(rows[0]).toMatchObject({ status: 'cancelled', outcome: { code: 'moved' }, wakeAt: null });
  expect(change.events[0]).toMatchObject({ tell: ['ana', 'bo'] });
  expect(change.events[0]?.note).toMatch(/bbbbbbbbbbbb → cccccccccccc, so who wrote it/);
});

test('2.1 a moved tag voids the approvals and shows old → new', () => {
  const approvals = [yesOf('bo', ['production'])];
  const { rows, change } = decide(running(0, { approvals }), {
    kind: 'moved',
    to: { version: '1.1.0', digest: digestOf('c') },
    previous: OLD,
  });
  expect(rows[0]).toMatchObject({
    status: 'pending',
    approvals: [],
    planDigest: 'resealed',
    cursor: 0,
  });
  expect(rows[0]?.artifact.digest).toBe(digestOf('c'));
  expect(change.events[0]).toMatchObject({ type: 'approval-voided', tell: ['bo', 'ana'] });
  expect(change.events[0]?.note).toContain('bbbbbbbbbbbb → cccccccccccc');
});

describe('2.1 what it would replace has changed since it was approved', () => {
  const other = { version: '1.0.5', digest: digestOf('d') };
  const approvals = [yesOf('bo', ['production'])];

  test('it waits again with the new starting point, and approvals are void', () => {
    const moved = { kind: 'moved', to: NEW, previous: other } as const;
    const { rows, change } = decide(running(0, { approvals }), moved);
    expect(rows[0]).toMatchObject({ status: 'pending', approvals: [], previous: other });
    expect(change.events[0]?.note).toContain('what it replaces changed 1.0.0 → 1.0.5');
  });

  test('it ends where the version already serves', () => {
    const { rows } = decide(running(0), { kind: 'moved', to: NEW, previous: NEW });
    expect(rows[0]).toMatchObject({ status: 'cancelled', outcome: { code: 'already-there' } });
  });
});
