import type { Interval } from '../domain/dora/interval.ts';

/** `12.5 %`, of a share of one. */
export function percent(part: number): string {
  return `${figure(part * 100)} %`;
}

/** At most one decimal, and none that says nothing. */
export function figure(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(1).replace(/\.0$/, '');
}

export function between({ low, high }: Interval, say: (value: number) => string): string {
  return `${say(low)} and ${say(high)}`;
}
