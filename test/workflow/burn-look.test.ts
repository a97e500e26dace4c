import { describe, expect, test } from 'vitest';
import { type BurnWatch, observeBurn, servedBy } from '../../src/domain/deployment/burn-watch.ts';
import { type Instant, instant, plus } from '../../src/domain/kernel/time.ts';
import { NO_TRAFFIC } from '../../src/domain/verdict/counters.ts';
import { SignalSource } from '../../src/domain/verdict/signal-source.ts';
import type { Metrics, Span } from '../../src/ports/metrics.ts';
import type { Api } from '../../src/providers/prometheus/api.ts';
import { createPrometheusMetrics } from '../../src/providers/prometheus/metrics.ts';
import { lookedOf } from '../../src/workflow/burn-look.ts';
import { NOON } from '../domain/sample.ts';

const target = { service: 'shop', environment: 'production' };
const DAY = 86_400_000;
const MINUTE = 60_000;
const source = SignalSource.parse({ kind: 'prometheus', url: 'http://prometheus:9090' });

/** What each process of 1.0.0 shows at a moment; null: it is not there any more. */
type Pod = (secondsAfterNoon: number) => readonly [requests: number, failed: number] | null;

/** Read every 15 s, like a real one; a range ends at the time that is asked, or at the test's now. */
function prometheus(pods: readonly Pod[], now: () => Instant): Metrics {
  const api: Api = async (_, { query = '', time }) => {
    const range = /\[(\d+)(ms|m)\]/.exec(query);
    const ms = Number(range?.[1]) * (range?.[2] === 'm' ? MINUTE : 1);
    const to = time === undefined ? now() - source.offset : Number(time) * 1_000;
    if (query.includes('bucket')) return [];
    const column = query.includes('5..') ? 1 : 0;
    return pods.flatMap((pod, i) => {
      const values: [number, string][] = [];
      const first = Math.ceil((to - ms) / 15_000) * 15_000;
      for (let at = first; at <= to; at += 15_000) {
        const shown = pod((at - NOON) / 1_000);
        if (shown) values.push([at / 1_000, `${shown[column]}`]);
      }
      const metric = { version: '1.0.0', pod: `${i}` };
      return values.length > 0 ? [{ metric, values, histograms: [] }] : [];
    });
  };
  return createPrometheusMetrics(source, api);
}

async function watch(
  metrics: (now: () => Instant) => Metrics,
  seconds: readonly number[],
): Promise<BurnWatch> {
  let at: Instant = NOON;
  const asked = metrics(() => at);
  let row: BurnWatch | null = null;
  for (const second of seconds) {
    at = plus(NOON, second * 1_000);
    const counting = { target, placement: {}, indicator: undefined };
    const looked = await lookedOf(asked, counting, row, at);
    row = observeBurn(row, target, looked, DAY, at).rows[0]?.row ?? null;
  }
  if (!row) throw new Error('nobody looked');
  return row;
}

const every15 = (until: number): number[] =>
  Array.from({ length: until / 15 + 1 }, (_, i) => i * 15);
/** A thousand days of errors behind it, ten requests a second, none failing. */
const old: Pod = (s) => [1_000_000 + 10 * s, 40_000];

describe('6.1 ten processes, and one of them', () => {
  test.each<[string, Pod]>([
    [
      'begins anew: it counts what it shows since, and nothing of the others again',
      (s) => (s < 300 ? old(s) : [10 * (s - 300), 0]),
    ],
    [
      'goes away: nothing is counted of it, and nothing of the others again',
      (s) => (s < 300 ? old(s) : null),
    ],
    ['comes later', (s) => (s < 300 ? null : [10 * (s - 300), s >= 450 ? 7 : 0])],
  ])('%s', async (_, pod) => {
    const nine = Array.from({ length: 9 }, () => old);
    const row = await watch((now) => prometheus([...nine, pod], now), every15(600));
    const served = servedBy(row, '1.0.0', NOON);
    // Ten minutes of ten requests a second from nine or ten processes, and what lies in one gap between readings.
    expect(served?.requests).toBeGreaterThanOrEqual(9 * 5_800);
    expect(served?.requests).toBeLessThanOrEqual(10 * 6_000);
    expect(served?.errors).toBe((pod(600)?.[1] ?? 0) < 40_000 ? (pod(600)?.[1] ?? 0) : 0);
    expect(row.days.reduce((sum, [, , errors]) => sum + errors, 0)).toBe(served?.errors);
  });
});

describe('6.1 a watcher that was away', () => {
  test('counts what was served meanwhile for the time in which it was', async () => {
    const burst: Pod = (s) => [1_000 * 10 + 10 * s, s < 120 ? 0 : Math.min(600, (s - 120) * 10)];
    const back = Array.from({ length: 30 }, (_, i) => 1_200 + i * 2);
    const row = await watch((now) => prometheus([burst], now), [0, 15, 30, ...back]);
    const errors = (from: number) => servedBy(row, '1.0.0', plus(NOON, from * 1_000))?.errors;
    expect(errors(0)).toBe(600);
    expect(errors(600)).toBe(0);
    expect(row.readAt).toBeGreaterThan(plus(NOON, 1_230_000));
  });
});

describe('6.1 a source of which a span names no version', () => {
  const spansOf = (totals: Metrics['read']) =>
    ({ read: totals, spans: { lateMs: 0, during: async () => new Map() } }) as unknown as Metrics;
  const seen = (metrics: Metrics, before: BurnWatch) =>
    lookedOf(metrics, { target, placement: {}, indicator: undefined }, before, plus(NOON, 15_000));
  const before = {
    ...target,
    readAt: NOON,
    since: NOON,
    totals: {},
    minutes: [[instant(NOON - MINUTE), '1.0.0', 5, 0]],
    days: [],
    revision: 0,
    bySpans: true,
  } satisfies BurnWatch;

  test('nobody came, where its totals still name one', async () => {
    const looked = await seen(
      spansOf(async () => new Map([['1.0.0', NO_TRAFFIC]])),
      before,
    );
    expect(looked).toMatchObject({ served: new Map(), upTo: plus(NOON, 15_000) });
  });

  test('is silent, where they name none either', async () => {
    await expect(
      seen(
        spansOf(async () => new Map()),
        before,
      ),
    ).rejects.toThrow(/names no version/);
  });

  test('was away for hours with whoever asks: from then on it is asked, and nothing is counted of the time between', async () => {
    const back = plus(NOON, 9 * 60 * MINUTE);
    const asked: Span[] = [];
    const spans = {
      lateMs: 0,
      measured: async (_: unknown, { to }: Span) => Math.max(0, to - back),
      during: async (_: unknown, __: unknown, span: Span) => {
        asked.push(span);
        return new Map([['1.0.0', { ...NO_TRAFFIC, requests: 7 }]]);
      },
    };
    const metrics = { read: async () => new Map(), spans } as unknown as Metrics;
    const counting = { target, placement: {}, indicator: undefined };
    const now = plus(back, 20_000);
    const looked = await lookedOf(metrics, counting, before, now);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.to).toBeGreaterThan(back);
    expect(looked).toMatchObject({ served: new Map([['1.0.0', { requests: 7, errors: 0 }]]) });
    const meanwhile = await lookedOf(metrics, counting, before, plus(back, -MINUTE));
    expect(meanwhile).toMatchObject({ served: new Map(), upTo: plus(back, -MINUTE) });
  });

  test('totals after spans begin anew: what was counted before is not new', () => {
    const totals = new Map([['1.0.0', { requests: 1_000, errors: 900 }]]);
    const row = observeBurn(before, target, { totals }, DAY, plus(NOON, 15_000)).rows[0]?.row;
    expect(row?.minutes).toEqual([]);
  });
});
