import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Instant, instant } from '../../../src/domain/kernel/time.ts';
import type { Span, Spans } from '../../../src/ports/metrics.ts';
import { createFleetSpans } from '../../../src/providers/fleet/spans.ts';
import { NOON, rememberedWorld } from './remembered.ts';

const shop = { service: 'shop', environment: 'production' };
const MINUTE = 60_000;

describe('5.7 what the fleet remembers', () => {
  let world: Awaited<ReturnType<typeof rememberedWorld>>;
  let spans: Spans;
  /** So many requests of each version in every second: each fifth an order of 1.0.0, the first of 1.3.0 failed. */
  function serve(seconds: number, versions: readonly (readonly [string, number])[]): void {
    const each = versions.flatMap(([version, n]) =>
      Array.from({ length: n }, (_, i) => [version, i] as const),
    );
    for (let s = 0; s < seconds; s += 1) {
      for (const [version, i] of each) {
        const ordered = version === '1.0.0' && i % 5 === 0;
        const status = version === '1.3.0' && i === 0 ? 502 : 200;
        world.history.record(shop, version, { status, seconds: 0.02, ordered });
      }
      world.pass(1_000);
    }
  }
  const at = (seconds: number): Instant => instant(NOON + seconds * 1_000);
  const span = (from: number, to: number): Span => ({ from: at(from), to: at(to) });

  beforeAll(async () => {
    world = await rememberedWorld([10, 50]);
    spans = createFleetSpans(world.url);
    world.pass(1_000); // the second in which it started
    serve(119, [['1.0.0', 25]]); // 12:00:01 to 12:02:00
    world.away(61_000); // to 12:03:01, and what it wakes up in is not counted
    serve(58, [
      ['1.0.0', 10],
      ['1.3.0', 15],
    ]); // to 12:03:59
  });
  afterAll(() => world.close());

  test('how much of a time it was there to measure', async () => {
    expect(await spans.measured?.(shop, span(60, 65))).toBe(5_000);
    expect(await spans.measured?.(shop, span(-10, 5))).toBe(4_000);
    expect(await spans.measured?.(shop, span(130, 150))).toBe(0);
    expect(await spans.measured?.({ ...shop, service: 'search' }, span(60, 65))).toBe(5_000);
  });

  test('of a time in which it was away it says so; of one too short for news, nothing yet', async () => {
    await expect(spans.during(shop, {}, span(-3_600, -3_000))).rejects.toThrow(
      'was not there to measure shop',
    );
    await expect(spans.during(shop, {}, span(130, 150))).rejects.toThrow('was not there');
    const instants = { from: instant(NOON + 60_100), to: instant(NOON + 60_900) };
    expect(await spans.during(shop, {}, instants)).toEqual(new Map());
    expect(await spans.during({ ...shop, service: 'search' }, {}, span(60, 65))).toEqual(new Map());
  });

  test('orders a minute: the mean, and null where most of the time was not measured', async () => {
    expect(await spans.measure(shop, 'orders a minute', span(60, 65))).toBe(300);
    expect(await spans.measure(shop, 'orders a minute', span(200, 220))).toBe(120);
    expect(await spans.measure(shop, 'orders a minute', span(-10, 3))).toBeNull();
    await expect(spans.measure(shop, 'sales', span(60, 65))).rejects.toThrow(
      'no number is called "sales" there; the fleet counts orders a minute',
    );
  });

  test('readings of it, version by version', async () => {
    const read = await spans.gauge(shop, 'orders a minute', span(200, 205));
    expect(read).toEqual(
      new Map([
        ['1.0.0', [120, 120, 120, 120, 120]],
        ['1.3.0', [0, 0, 0, 0, 0]],
      ]),
    );
  });

  test('minute by minute, with what failed', async () => {
    const minutes = await spans.minutes(shop, span(-600, 239));
    expect(minutes.filter(([, version]) => version === '1.0.0')).toEqual([
      [NOON, '1.0.0', 59 * 25, 0],
      [NOON + MINUTE, '1.0.0', 60 * 25, 0],
    ]);
    world.pass(60_000);
    expect((await spans.minutes(shop, span(180, 240))).toSorted()).toEqual([
      [NOON + 3 * MINUTE, '1.0.0', 580, 0],
      [NOON + 3 * MINUTE, '1.3.0', 870, 58],
    ]);
  });

  test('by an indicator of what it counts the same, and of nothing else', async () => {
    const total = 'http_requests_total{service="$service",environment="$environment"}';
    const coded = (code: string) => total.replace('}', `,code${code}"5.."}`);
    for (const counting of [
      { total, bad: coded('=~') },
      { total, good: coded('!~') },
    ]) {
      const [by, plain] = await Promise.all([
        spans.during(shop, {}, span(200, 205), counting),
        spans.during(shop, {}, span(200, 205)),
      ]);
      expect(by).toEqual(plain);
      expect(by.get('1.3.0')?.errors).toBeGreaterThan(0);
    }
    const other = { total, bad: coded('!~') };
    await expect(spans.minutes(shop, span(0, 60), other)).rejects.toThrow('no other series');
    await expect(spans.during(shop, {}, span(0, 60), other)).rejects.toThrow('no other series');
  });
});
