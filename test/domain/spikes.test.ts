import { describe, expect, test } from 'vitest';
import { alertSpikes } from '../../src/domain/deployment/alert-spikes.ts';
import { burnSpikes } from '../../src/domain/deployment/burn-spikes.ts';
import type { BurnWatch } from '../../src/domain/deployment/burn-watch.ts';
import type { Deployment } from '../../src/domain/deployment/deployment.ts';
import { judgedSpikes } from '../../src/domain/deployment/judged-spikes.ts';
import type { KeptSample } from '../../src/domain/deployment/sample.ts';
import type { Followed } from '../../src/domain/deployment/spike.ts';
import {
  followedBy,
  noticedIn,
  sinceItsEnd,
  underWay,
} from '../../src/domain/deployment/spikes-in.ts';
import type { Alert } from '../../src/domain/incident/alert.ts';
import type { Incident } from '../../src/domain/incident/incident.ts';
import { type Instant, plus } from '../../src/domain/kernel/time.ts';
import { type Counters, NO_TRAFFIC } from '../../src/domain/verdict/counters.ts';
import { Criteria } from '../../src/domain/verdict/criteria.ts';
import { Objective } from '../../src/domain/verdict/objective.ts';
import type { Sample } from '../../src/domain/verdict/sequential-judge.ts';
import { deployment, NOON, running } from './sample.ts';

const MINUTE = 60_000;
const shop = { service: 'shop', environment: 'production' };
const at = (minutes: number): Instant => plus(NOON, minutes * MINUTE);
/** People met it from noon on, for ten minutes. */
const met = { from: at(0), to: at(10) };
const minutesOf = (one: { readonly from: Instant; readonly to: Instant }) => [
  (one.from - NOON) / MINUTE,
  (one.to - NOON) / MINUTE,
];

describe('7.1 what a judge found worse', () => {
  function served(requests: number, errors = 0): Counters {
    return {
      requests,
      errors,
      buckets: [
        [25, requests],
        [null, requests],
      ],
    };
  }
  const judged = (canary: Counters, stable: Counters): Sample => ({
    kind: 'judged',
    canary,
    stable,
  });
  const past: Sample = { kind: 'past', canary: NO_TRAFFIC, stable: served(1_000, 1) };
  const good = judged(served(200), served(1_800, 1));
  const bad = judged(served(200, 8), served(1_800, 2));
  const times = (n: number, one: Sample) => Array.from({ length: n }, () => one);
  const CPU = { gauges: { cpu: {} } };

  /** One look a minute, the first at noon. */
  function found(samples: readonly Sample[], more: object = {}) {
    const criteria = Criteria.parse(more);
    const d = running(0, { plan: [{ kind: 'judge', forMs: 60 * MINUTE, warmUpMs: 0, criteria }] });
    const kept = samples.map((sample, i): KeptSample => {
      return { ...shop, deployment: d.id, revision: i, step: 0, at: at(i), sample };
    });
    return judgedSpikes(d, kept, at(60));
  }

  test('nothing, where it was as good', () => {
    expect(found([past, ...times(40, good)])).toEqual([]);
    expect(found([])).toEqual([]);
  });

  test('errors, from the look before they were shown to the last that showed them', () => {
    const [one, ...others] = found([past, ...times(2, good), ...times(8, bad)]);
    expect(others).toEqual([]);
    expect(one).toMatchObject({
      by: 'judge',
      metric: 'error rate',
      value: '3.20 %',
      against: '0.10 %',
      to: at(10),
    });
    expect(one?.from).toBeGreaterThanOrEqual(at(2));
    expect(one?.from).toBeLessThan(at(10));
  });

  test('errors beyond discussion, at once', () => {
    const [one, ...others] = found([past, judged(served(50, 10), served(450, 90))]);
    expect(others).toEqual([]);
    expect(one).toMatchObject({ metric: 'error rate', value: '20.00 %', from: at(0), to: at(1) });
  });

  test('errors beyond discussion while it warmed up, and nothing of a warm-up that was well', () => {
    const warm = (canary: Counters): Sample => ({
      kind: 'warm-up',
      canary,
      stable: served(450, 9),
    });
    expect(found([past, warm(served(30)), warm(served(50, 40))])).toEqual([
      {
        ...{ by: 'judge', metric: 'error rate', value: '50.00 %', against: '2.00 %' },
        ...{ from: at(0), to: at(2) },
      },
    ]);
    expect(found([past, warm(served(80, 1))])).toEqual([]);
  });

  test('of a judging that began anew only what that one saw', () => {
    const spikes = found([past, ...times(8, bad), past, ...times(20, good)]);
    expect(spikes.map(({ to }) => to)).toEqual([at(8)]);
  });

  test('a gauge that reads higher, over the whole judging', () => {
    const readings = (from: number) => Array.from({ length: 10 }, (_, i) => from + i);
    const gauges = { cpu: { canary: readings(91), stable: readings(1) } };
    const spikes = found([past, ...times(40, good), { ...good, gauges }], CPU);
    expect(spikes).toEqual([
      { by: 'judge', metric: 'cpu', value: '96', against: '6', from: at(1), to: at(41) },
    ]);
  });

  test('what baking was compared with, where that ended it', () => {
    const line = { metric: 'throughput', canary: '3 a second', baseline: '9 a second' };
    const fine = { ...line, metric: 'error rate', limit: 'at most 1.00 %', ok: true };
    const metrics = [{ ...line, limit: 'at least 8 a second', ok: false }, fine];
    const verdict = { verdict: 'fail', why: 'throughput', metrics } as const;
    const { progress } = running(0);
    const d = running(0, {
      plan: [{ kind: 'bake', forMs: MINUTE }],
      progress: { ...progress, since: at(3), verdict },
    });
    expect(judgedSpikes(d, [], at(4))).toEqual([
      {
        by: 'judge',
        metric: 'throughput',
        value: '3 a second',
        against: '9 a second',
        from: at(3),
        to: at(4),
      },
    ]);
    const passed = { ...progress, verdict: { ...verdict, verdict: 'pass' } } as const;
    expect(judgedSpikes({ ...d, progress: passed }, [], at(4))).toEqual([]);
  });
});

describe('7.1 when an error budget burned', () => {
  const objective = Objective.parse({ target: 0.99 });
  const d = running(3, { exposedAt: at(0) });

  /** 300 requests of the new version a minute, and so many errors in some of them. */
  function found(errors: Readonly<Record<number, number>>, more: Partial<BurnWatch> = {}) {
    const seen: BurnWatch = {
      ...shop,
      readAt: NOON,
      since: plus(NOON, -objective.period),
      totals: {},
      minutes: Array.from({ length: 12 }, (_, i) => [at(i), '1.1.0', 300, errors[i] ?? 0] as const),
      days: [],
      revision: 1,
      ...more,
    };
    return burnSpikes(d, seen, [objective], met);
  }

  test('nothing, where nothing was promised or measured, or too little failed', () => {
    expect(burnSpikes(d, null, [objective], met)).toEqual([]);
    expect(found({ 4: 10 })).toEqual([]);
  });

  test('from the last minute that was quiet to the end of what it burned in', () => {
    const spikes = found({ 3: 150, 4: 150 });
    expect(spikes.map(minutesOf)).toEqual([[3, 10]]);
    expect(spikes).toMatchObject([
      { by: 'burn', metric: 'availability, page slow', value: '10×', against: '6×' },
    ]);
  });

  test('no longer than it burns, and again', () => {
    expect(found({ 3: 85, 8: 120 }).map(minutesOf)).toEqual([
      [3, 4],
      [8, 10],
    ]);
  });

  test('what came after is not known then', () => {
    expect(found({ 10: 300, 11: 300 })).toEqual([]);
  });

  test('what it spent alone', () => {
    const days = [[NOON - 12 * 60 * MINUTE, 100_000, 25]] as const;
    const spikes = found({ 5: 25 }, { days });
    expect(spikes.map(minutesOf)).toEqual([[5, 10]]);
    expect(spikes).toMatchObject([
      { metric: 'availability, spent alone', value: '2.50 %', against: '2.00 %' },
    ]);
  });
});

function alert(from: number, to: number | null, more: Partial<Alert> = {}): Alert {
  return {
    ...shop,
    source: 'prometheus',
    fingerprint: 'one',
    name: 'HighErrorRate',
    summary: null,
    severity: 'critical',
    labels: {},
    startedAt: at(from),
    endedAt: to === null ? null : at(to),
    url: null,
    ...more,
  };
}

function incident(alerts: readonly Alert[], more: Partial<Incident> = {}): Incident {
  return {
    ...shop,
    id: 'INC-1',
    status: 'open',
    severity: 'error',
    title: 'Payments fail',
    places: [shop],
    references: [],
    alerts,
    openedAt: at(3),
    openedBy: 'chen',
    commander: null,
    acknowledgedAt: null,
    resolved: null,
    links: [],
    channel: null,
    revision: 0,
    ...more,
  };
}

describe('7.1 which alerts were on meanwhile', () => {
  const over = { resolved: { by: 'chen', at: at(6), why: 'it is back' } };
  test.each<[string, Incident, readonly (readonly number[])[]]>([
    ['on and off', incident([alert(2, 4)]), [[2, 4]]],
    ['still on', incident([alert(2, null)]), [[2, 10]]],
    ['on before', incident([alert(-5, 3)]), [[0, 3]]],
    ['over before', incident([alert(-5, -1)]), []],
    ['on only afterwards', incident([alert(11, null)]), []],
    [
      'each time it was on',
      incident([alert(1, 2), alert(4, 5)]),
      [
        [1, 2],
        [4, 5],
      ],
    ],
    ['of another place', incident([alert(2, 4)], { places: [{ ...shop, service: 'search' }] }), []],
    ['opened by people', incident([]), [[3, 10]]],
    ['opened by people and over', incident([], over), [[3, 6]]],
  ])('%s', (_, one, expected) => {
    expect(alertSpikes(shop, [one], met).map(minutesOf)).toEqual(expected);
  });

  test('by its name and how bad it is, without a credential that a label brought along', () => {
    const name = 'Failing for xoxb-1234567890-abc';
    expect(alertSpikes(shop, [incident([alert(2, 4, { name })])], met)).toEqual([
      {
        by: 'alert',
        metric: 'Failing for [redacted]',
        value: 'critical',
        against: null,
        from: at(2),
        to: at(4),
        incident: 'INC-1',
      },
    ]);
  });
});

describe('7.1 what followed', () => {
  const said = (what: string, minutes: number) => ({ what, by: 'fairway', at: at(minutes) });
  const nothing = { samples: [], burn: null, objectives: [] };
  function followed(ended: Followed, to: number | null, ...all: ReturnType<typeof said>[]) {
    const time = { ...met, ended };
    const seen = { ...nothing, incidents: [incident([alert(2, to)])] };
    const noticed = noticedIn(running(3), seen, time);
    return followedBy(noticed, all, time).map((one) => one.followed);
  }

  test.each([
    ['nothing', followed('nothing', 4)],
    ['nothing', followed('nothing', 4, said('asked', 1), said('asked', 5), said('stepped', 3))],
    ['hold', followed('nothing', 4, said('asked', 2))],
    ['hold', followed('rollback', 4, said('paused', 4))],
    ['rollback', followed('rollback', null, said('asked', 3))],
    ['nothing', followed('nothing', null)],
  ])('%s', (expected, found) => {
    expect(found).toEqual([expected]);
  });

  const over = (patch: Partial<Deployment>) =>
    deployment({ exposedAt: at(1), finishedAt: at(9), ...patch });
  test('while it was under way, and since its end', () => {
    const time = { from: at(1), to: at(9) };
    expect(underWay(running(3))).toBeNull();
    expect(underWay(over({ status: 'cancelled', exposedAt: null }))).toBeNull();
    expect(underWay(over({ status: 'succeeded' }))).toEqual({ ...time, ended: 'nothing' });
    expect(underWay(over({ status: 'failed' }))).toEqual({ ...time, ended: 'failure' });
    const gone = over({ status: 'failed', rolledBackBy: 'D-8' });
    expect(underWay(gone)).toEqual({ ...time, ended: 'rollback' });
    const back = deployment({ id: 'D-8', kind: 'rollback', requestedAt: at(20) });
    const since = { from: at(9), to: at(20), ended: 'rollback' };
    expect(sinceItsEnd(over({ status: 'succeeded', rolledBackBy: 'D-8' }), back)).toEqual(since);
    expect(sinceItsEnd(gone, back)).toBeNull();
    const late = deployment({ id: 'D-8', kind: 'rollback', requestedAt: at(3_000) });
    expect(sinceItsEnd(over({ status: 'succeeded' }), late)?.from).toBe(at(3_000 - 362));
  });
});
