import type { Clock } from '../clock.ts';

/**
 * Slack's message timestamps: seconds and six decimals. Two messages of the same millisecond, or
 * after the clock went back, still get growing ones.
 */
export function createTimestamps(clock: Clock, latest: string): () => string {
  let lastMicros = toMicros(latest);
  return () => {
    lastMicros = Math.max(clock.now() * 1000, lastMicros + 1);
    return fromMicros(lastMicros);
  };
}

function toMicros(ts: string): number {
  const [seconds = '0', fraction = '0'] = ts.split('.');
  return Number(seconds) * 1_000_000 + Number(fraction);
}

function fromMicros(micros: number): string {
  const seconds = Math.floor(micros / 1_000_000);
  return `${seconds}.${String(micros % 1_000_000).padStart(6, '0')}`;
}

export function millisOf(ts: string): number {
  return Math.floor(toMicros(ts) / 1000);
}
