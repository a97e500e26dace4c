import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHistory, type History } from '../../../src/sandbox/fleet/history/history.ts';
import { openHistoryFile } from '../../../src/sandbox/fleet/history/history-file.ts';
import type { Tally } from '../../../src/sandbox/fleet/history/slice.ts';
import { emptyFolder } from './fleet-client.ts';

const EDGES = [10, 50];
const SHOP = { service: 'shop', environment: 'production' };
const SECOND = 1_000;
const DAY = 24 * 3_600 * SECOND;
const NOON = Date.UTC(2026, 10, 20, 12);

let folder = '';
let now = NOON;
let warned: [string, object][] = [];
const path = () => join(folder, 'history.jsonl');
const linesOf = () => readFileSync(path(), 'utf8').trimEnd().split('\n');

beforeEach(() => {
  folder = emptyFolder();
  now = NOON;
  warned = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function start(edges: readonly number[] = EDGES): History {
  const log = { info() {}, warn: (fields: object, what: string) => warned.push([what, fields]) };
  return createHistory(openHistoryFile(folder, edges, log), edges, () => now);
}

/** One that is never asked to keep anything but in memory. */
function inMemory(): History {
  const file = { load: () => [], append: () => {}, write: () => {} };
  return createHistory(file, EDGES, () => now);
}

/** Time goes on second by second, each with so many requests; the first is an order, and the last took long. */
function serve(history: History, seconds: number, requests = 0): void {
  for (let s = 0; s < seconds; s += 1) {
    for (let i = 0; i < requests; i += 1) {
      const ending = { status: 200, ordered: i === 0 };
      history.record(SHOP, '1.0.0', { ...ending, seconds: i === requests - 1 ? 2 : 0.02 });
    }
    now += SECOND;
    history.settle();
  }
}

/** What was measured and served from one second to another, counted from noon. */
function between(history: History, from: number, to: number) {
  const asked = { from: NOON + Math.round(from * SECOND), to: NOON + Math.round(to * SECOND) };
  const [one] = history.spells(SHOP, { ...asked, stepMs: asked.to - asked.from });
  const tally = one?.versions['1.0.0']?.map((n) => Math.round(n * 1e6) / 1e6);
  return { measuredMs: one?.measuredMs ?? 0, tally: tally ?? null };
}

describe('5.7 the fleet’s history', () => {
  test('counts by the second: requests, errors, orders, and how long they took', () => {
    const history = start();
    serve(history, 1); // half over when it starts, for all it knows
    history.record(SHOP, '1.0.0', { status: 200, seconds: 0.004, ordered: true });
    history.record(SHOP, '1.0.0', { status: 502, seconds: 0.05, ordered: false });
    history.record(SHOP, '1.0.0', { status: 404, seconds: 3, ordered: false });
    const staging = { ...SHOP, environment: 'staging' };
    history.record(staging, '1.0.0', { status: 200, seconds: 1, ordered: false });
    expect(between(history, 0, 5)).toEqual({ measuredMs: 0, tally: null });
    serve(history, 4);
    expect(between(history, 0, 5)).toEqual({ measuredMs: 4_000, tally: [3, 1, 1, 1, 1, 1] });
    expect(between(history, 2, 5)).toEqual({ measuredMs: 3_000, tally: null });
  });

  test('a restart keeps what was measured, and knows that it was away', () => {
    serve(start(), 61, 5);
    now += 20 * SECOND;
    const again = start();
    serve(again, 10, 5);
    expect(between(again, 0, 61)).toMatchObject({ measuredMs: 60_000 });
    expect(between(again, 50, 60).tally?.slice(0, 3)).toEqual([50, 0, 10]);
    expect(between(again, 62, 81)).toEqual({ measuredMs: 0, tally: null });
    expect(between(again, 84, 89).tally?.slice(0, 3)).toEqual([25, 0, 5]);
    expect(warned).toEqual([]);
  });

  test('a line that was torn is a second that was not measured; what follows is whole again', () => {
    serve(start(), 11, 5);
    const lines = linesOf();
    writeFileSync(path(), `${lines.slice(0, -1).join('\n')}\n${lines.at(-1)?.slice(0, 30)}`);
    const again = start();
    expect(warned).toEqual([['lines of what the fleet measured cannot be read', { lost: 1 }]]);
    expect(between(again, 0, 11)).toMatchObject({ measuredMs: 9_000 });
    serve(again, 5, 5);
    const third = start();
    expect(between(third, 11, 16)).toMatchObject({ measuredMs: 4_000 });
    expect(warned).toHaveLength(1);
  });

  test('lines of anything, and a second that stands there twice, are left out', () => {
    serve(start(), 11, 5);
    const twice = linesOf().at(-1);
    const odd = ['null', '{"from":1}', '[]', 'x', twice, '{"from":1.5,"forMs":1000}'];
    appendFileSync(path(), `${odd.join('\n')}\n`);
    const again = start();
    expect(warned).toEqual([['lines of what the fleet measured cannot be read', { lost: 6 }]]);
    expect(between(again, 1, 11)).toMatchObject({ measuredMs: 10_000 });
    expect(between(again, 1, 11).tally?.[0]).toBe(11 * 5);
  });

  test('with other edges it is set aside, and the fleet begins anew', () => {
    serve(start(), 11, 5);
    const again = start([20]);
    expect(existsSync(`${path()}.unreadable`)).toBe(true);
    expect(warned.map(([what]) => what)).toEqual([
      'the fleet cannot read what it measured and begins anew',
    ]);
    expect(between(again, 0, 11)).toEqual({ measuredMs: 0, tally: null });
    writeFileSync(path(), 'not ours');
    expect(between(start(), 0, 11)).toEqual({ measuredMs: 0, tally: null });
  });

  test('a folder that cannot be written is said once, and it goes on in memory', () => {
    const history = start();
    rmSync(folder, { recursive: true });
    serve(history, 11, 5);
    expect(warned.map(([what]) => what)).toEqual(['the fleet cannot keep what it measures']);
    expect(between(history, 1, 11)).toMatchObject({ measuredMs: 10_000 });
  });

  test('a machine that slept, and a clock that was set back', () => {
    const history = start();
    serve(history, 11, 5);
    now += 300 * SECOND;
    serve(history, 5, 5);
    expect(between(history, 0, 11 + 300)).toMatchObject({ measuredMs: 10_000 });
    now = NOON + 6 * SECOND;
    serve(history, 5, 1);
    expect(between(history, 1, 11)).toMatchObject({ measuredMs: 10_000 });
    expect(between(history, 6, 11).tally?.[0]).toBe(5);
    expect(between(history, 11, 7_200)).toEqual({ measuredMs: 0, tally: null });
  });

  test('after a quarter of an hour by the minute, with nothing lost and nothing twice', () => {
    const history = start();
    serve(history, 3_600, 5);
    const lines = linesOf().length;
    const again = start();
    expect(linesOf().length).toBeLessThan(lines / 2);
    for (const one of [history, again]) {
      expect(between(one, 0, 3_600).tally?.slice(0, 3)).toEqual([3_600 * 5, 0, 3_600]);
      expect(between(one, 600, 605).tally?.slice(0, 3)).toEqual([25, 0, 5]);
      expect(between(one, 3_300, 3_305).tally?.slice(0, 3)).toEqual([25, 0, 5]);
    }
  });

  test('what is kept is bounded, on disk and in memory: a week and a day', () => {
    let written = 0;
    const file = {
      load: () => [],
      append: () => {},
      write(all: readonly unknown[]) {
        written = all.length;
      },
    };
    const history = createHistory(file, EDGES, () => now);
    serve(history, (9 * DAY) / SECOND);
    expect(written).toBeGreaterThan(11_500);
    expect(written).toBeLessThanOrEqual(11_520 + 1 + 960);
    const week = between(history, (2 * DAY) / SECOND, (2 * DAY) / SECOND + 5);
    expect(week.measuredMs).toBeCloseTo(5_000);
    expect(between(history, 0, 3_600)).toEqual({ measuredMs: 0, tally: null });
  });

  test('the file is written anew before it grows without end', () => {
    const history = start();
    const longest = Math.max(
      ...Array.from({ length: 8 }, () => {
        serve(history, 1_800);
        return linesOf().length;
      }),
    );
    expect(longest).toBeLessThan(1 + 960 + 240 + 3_600);
  });

  test('spans that meet add up', () => {
    const history = inMemory();
    serve(history, 2_400, 3);
    const cut = fc.integer({ min: 0, max: 2_400_000 });
    fc.assert(
      fc.property(cut, cut, cut, (...cuts) => {
        const [a = 0, b = 0, c = 0] = cuts.toSorted((x, y) => x - y).map((ms) => ms / SECOND);
        const [first, second, all] = [[a, b] as const, [b, c] as const, [a, c] as const].map(
          ([from, to]) => (from === to ? [] : (between(history, from, to).tally ?? [])),
        );
        const sum = (all ?? []).map((_, i) => numberAt(first, i) + numberAt(second, i));
        for (const [i, n] of (all ?? []).entries()) expect(sum[i]).toBeCloseTo(n, 4);
      }),
    );
  });
});

function numberAt(tally: Tally | undefined, i: number): number {
  return tally?.[i] ?? 0;
}
