import { describe, expect, test } from 'vitest';
import {
  intendSetting,
  movedBy,
  mustSet,
  notSet,
  type Stand,
  settingKey,
  settled,
  standsAt,
} from '../../src/domain/deployment/astray.ts';
import type { Astray, Deployment } from '../../src/domain/deployment/deployment.ts';
import { resume } from '../../src/domain/deployment/hold.ts';
import { isRefusal } from '../../src/domain/kernel/refusal.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import { NOON, running } from './sample.ts';

const hold = { by: 'bo', at: NOON, why: 'paused', asks: [] };
/** Held while it bakes at 50 %. */
const held = running(3, { hold, exposedAt: NOON });
const being = (d: Deployment, astray: Astray): Deployment => ({
  ...d,
  progress: { ...d.progress, astray },
});
const lost: Astray = { at: NOON, share: 0, how: 'lost' };
const moved: Astray = { at: NOON, share: 5, how: 'moved' };
/** Its next step was never asked for. */
const waits = { ...held.progress, phase: 'ready', since: null } as const;
function resumed(d: Deployment): Deployment {
  const change = resume(d, 'bo', NOON);
  if (isRefusal(change)) throw new Error(change.code);
  return change.rows[0]?.row ?? d;
}
const seen = (patch: Partial<Stand> = {}): Stand => ({
  ...{ wanted: 50, share: 0, isSettled: false, isForgotten: false, isWell: true },
  ...patch,
});

describe('what stands still in the middle of a rollout', () => {
  const ready = { ...held.progress, phase: 'ready' } as const;
  test.each<[string, Deployment, number | null]>([
    ['held by a person', held, 50],
    ['held by a rule', { ...held, hold: { ...hold, by: 'fairway', asks: ['ana'] } }, 50],
    ['waits for its gates before everybody meets it', running(4, { progress: ready }), 50],
    ['held at the end', running(5, { hold }), 100],
    ['waits for its gates before anybody meets it', running(2, { progress: ready }), 0],
    ['held before it was started', running(1, { hold }), null],
    ['moves by itself', { ...held, hold: null }, null],
    ['is over', { ...held, status: 'failed' }, null],
    ['shares with nobody', { ...held, previous: null }, null],
    ['has everything, and there was nobody', running(5, { hold, previous: null }), 100],
    ['goes back and has moved nothing yet', running(2, { hold, kind: 'rollback' }), null],
    ['goes back and has moved everything', running(5, { hold, kind: 'rollback' }), 100],
  ])('%s', (_, d, share) => {
    expect(standsAt(d)).toBe(share);
  });
});

describe('what was forgotten', () => {
  test.each<[string, Deployment, Partial<Stand>, boolean]>([
    ['is set again', held, { isForgotten: true }, true],
    [
      'also where no share was lost, for its fence',
      held,
      { isForgotten: true, isSettled: true },
      true,
    ],
    ['and once more where that was begun and is not to be seen', being(held, lost), {}, true],
    ['but not where it is', being(held, lost), { isSettled: true }, false],
    ['nor what somebody moved', held, {}, false],
    ['whether that was told or not', being(held, moved), {}, false],
  ])('%s', (_, d, patch, must) => {
    expect(mustSet(d, seen(patch))).toBe(must);
  });

  test('is intended once, in the ledger and in no words', () => {
    const begun = intendSetting(held, seen(), NOON);
    expect(begun?.rows[0]?.row.progress.astray).toEqual(lost);
    expect(begun?.ledger).toMatchObject([{ what: 'astray', evidence: { share: 0, wanted: 50 } }]);
    expect(begun?.events).toMatchObject([{ note: null, tell: [] }]);
    expect(intendSetting(being(held, lost), seen(), plus(NOON, 9))).toBeNull();
    const told = intendSetting(being(held, moved), seen({ isForgotten: true }), NOON);
    expect(told?.rows[0]?.row.progress.astray).toEqual(lost);
  });

  test('is told once it is where it was, and then it is over', () => {
    const over = settled(being(held, lost), seen(), NOON);
    expect(over?.rows[0]?.row.progress).not.toHaveProperty('astray');
    expect(over?.events).toMatchObject([
      { note: '1.1.0 had 0 % of the traffic instead of 50 %: set again', tell: [] },
    ]);
    expect(settled(held, seen(), NOON)).toBeNull();
    // Nobody met anything else.
    expect(settled(being(held, { ...lost, share: 50 }), seen(), NOON)?.events).toEqual([]);
  });

  test('has the key of its loss and of how often it is known to have failed', () => {
    const again = { ...lost, tries: 1 };
    const later = { ...lost, at: plus(NOON, 1) };
    const keys = [lost, again, later].map((one) => settingKey(held, one));
    expect(new Set(keys).size).toBe(3);
    expect(settingKey(held, lost)).toBe(keys[0]);
  });

  const bo = { wanted: 50, asks: ['bo'] };
  test('that cannot be set is told to who must act, once for each reason', () => {
    const failed = { why: 'the proxy refused', retryable: false };
    const told = notSet(being(held, lost), failed, bo, NOON);
    expect(told?.events).toMatchObject([
      {
        tell: ['bo'],
        note: '1.1.0 had 0 % of the traffic instead of 50 %, and that could not be set again: the proxy refused. It is tried again; abort D-7 to return to 1.0.0',
      },
    ]);
    const after = told?.rows[0]?.row ?? held;
    expect(notSet(after, failed, bo, NOON)?.events).toEqual([]);
    const other = notSet(after, { ...failed, why: 'the proxy is full' }, bo, NOON);
    expect(other?.events).toHaveLength(1);
  });

  test('what may pass by itself is told when it does not', () => {
    let d = being(held, lost);
    const events: unknown[] = [];
    for (let n = 0; n < 6; n += 1) {
      const change = notSet(d, { why: 'not healthy', retryable: true }, bo, NOON);
      events.push(change?.events.length);
      d = change?.rows[0]?.row ?? d;
    }
    expect(events).toEqual([0, 0, 0, 0, 1, 0]);
  });
});

describe('what somebody moved', () => {
  test('is told once, and stays', () => {
    const told = movedBy(held, seen({ share: 5 }), NOON);
    expect(told?.rows[0]?.row.progress.astray).toEqual(moved);
    expect(told?.events).toMatchObject([
      {
        tell: [],
        note: '1.1.0 has 5 % of the traffic instead of 50 %, and no deployment put it there: left as it is until D-7 goes on',
      },
    ]);
    expect(movedBy(being(held, moved), seen({ share: 5 }), NOON)).toBeNull();
    // Whoever moves it on has moved it already, and shares made of replicas go on changing by themselves.
    expect(movedBy(being(held, moved), seen({ share: 9 }), NOON)).toBeNull();
  });

  test.each<[string, Deployment]>([
    ['waits for the gates of its next shift', running(4, { exposedAt: NOON, progress: waits })],
    ['was paused and resumed meanwhile', resumed({ ...held, cursor: 4, progress: waits })],
  ])('is told where it %s', (_, d) => {
    expect(movedBy(d, seen(), NOON)).not.toBeNull();
  });

  test.each<[string, Deployment, Partial<Stand>]>([
    ['nobody moved it', held, { isSettled: true }],
    ['a version is not well', held, { isWell: false }],
    ['nobody has met it', { ...held, exposedAt: null }, {}],
    ['a shift may be half done', running(4, { hold, exposedAt: NOON }), {}],
    [
      'a shift may have run, and people are asked whether it did',
      running(4, { hold, exposedAt: NOON, progress: { ...held.progress, phase: 'ready' } }),
      {},
    ],
    ['it is being set again', being(held, lost), {}],
  ])('nothing is said where %s', (_, d, patch) => {
    expect(movedBy(d, seen(patch), NOON)).toBeNull();
  });

  test('put back by hand it may be moved again; whoever resumes begins anew', () => {
    expect(settled(being(held, moved), seen(), NOON)?.events).toEqual([]);
    expect(resumed(being(held, moved)).progress).not.toHaveProperty('astray');
  });
});
