import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { QueueConnection } from '../../src/queue/connection.ts';
import { createBell } from '../../src/queue/waker.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function bellOn(rung: string[]) {
  const queue = { add: async (bell: string, id: string) => void rung.push(`${bell} ${id}`) };
  const log = { info() {}, warn() {}, error() {} };
  return createBell(queue as unknown as QueueConnection, log);
}

test('a bell rings when the time has come, and for each row at the last time that was said', () => {
  const rung: string[] = [];
  const bell = bellOn(rung);
  bell.ringIn('advance', 'D-1', 2_000);
  bell.ringIn('advance', 'D-1', 1_000);
  bell.ringIn('deliver', 'D-1', 1_500);
  vi.advanceTimersByTime(999);
  expect(rung).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(rung).toEqual(['advance D-1']);
  vi.advanceTimersByTime(10_000);
  expect(rung).toEqual(['advance D-1', 'deliver D-1']);
});

test('what is further away than a timer reaches is left to the sweep, and rings in no hurry', () => {
  const rung: string[] = [];
  expect(bellOn(rung).ringIn('advance', 'D-1', 60 * 86_400_000)).toBe(false);
  vi.advanceTimersByTime(1_000);
  expect(rung).toEqual([]);
});

test('a bell that is stopped forgets what was to ring later', () => {
  const rung: string[] = [];
  const bell = bellOn(rung);
  bell.ringIn('advance', 'D-1', 1_000);
  bell.stop();
  vi.advanceTimersByTime(2_000);
  expect(rung).toEqual([]);
});
