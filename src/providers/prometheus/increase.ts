import type { Span } from '../../ports/metrics.ts';

/** One reading: when, in milliseconds, and what. */
export interface Reading<Value> {
  readonly at: number;
  readonly value: Value;
}

/** How a kind of counter grows: what lies between two readings, and whether it began anew in between. */
export interface Growth<Value> {
  readonly none: Value;
  readonly plus: (a: Value, b: Value) => Value;
  readonly minus: (later: Value, earlier: Value) => Value;
  readonly beganAnew: (earlier: Value, later: Value) => boolean;
}

/**
 * What a counter grew by in a span, exactly: from the last reading at or before its beginning to the last
 * one within it. After a restart what it counts anew is what was added, as Prometheus' increase() has it,
 * but nothing is extrapolated, so spans that meet add up. A series that was not there before counts whole.
 */
export function increase<Value>(
  readings: readonly Reading<Value>[],
  { from, to }: Span,
  growth: Growth<Value>,
): Value {
  let before = readings.findLast(({ at }) => at <= from)?.value ?? growth.none;
  let sum = growth.none;
  for (const { at, value } of readings) {
    if (at <= from || at > to) continue;
    sum = growth.plus(sum, growth.beganAnew(before, value) ? value : growth.minus(value, before));
    before = value;
  }
  return sum;
}

export const NUMBERS: Growth<number> = {
  none: 0,
  plus: (a, b) => a + b,
  minus: (later, earlier) => later - earlier,
  beganAnew: (earlier, later) => later < earlier,
};
