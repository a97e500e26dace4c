/**
 * A small evaluator of PromQL, for nothing but comparing: `sum(rate(name[5m]))`, numbers, `/ * -`, `>`, `and`, `or`
 * and parentheses, over counters read at given times. It shares no code with what it is compared to; semantics are
 * those of prometheus.io/docs/prometheus/latest/querying (a comparison keeps what is true and drops the rest).
 */
export interface Series {
  /** Milliseconds and value, in order of time. */
  readonly points: readonly (readonly [number, number])[];
}
export type Database = ReadonlyMap<string, readonly Series[]>;

/** A number, or null for an empty vector. */
type Value = number | null;

const UNITS: Readonly<Record<string, number>> = { s: 1e3, m: 6e4, h: 36e5, d: 864e5 };
const TOKEN = /\s*(\d+[smhd](?![a-z_])|\d+(?:\.\d+)?(?:e-?\d+)?|[a-z_]\w*|[()[\]/*\->])/giy;

/** Whether the expression gives anything at this moment: what an alert fires on. */
export function fires(expression: string, database: Database, at: number): boolean {
  const words = [...expression.matchAll(TOKEN)].map(([, word = '']) => word);
  let next = 0;
  const peek = (): string => words[next] ?? '';
  function take(expected?: string): string {
    const word = peek();
    if (expected !== undefined && word !== expected) throw new Error(`${expected}, not "${word}"`);
    next += 1;
    return word;
  }
  function or(): Value {
    let left = and();
    while (peek() === 'or') {
      take();
      const right = and();
      left = left ?? right;
    }
    return left;
  }
  function and(): Value {
    let left = compared();
    while (peek() === 'and') {
      take();
      const right = compared();
      left = right === null ? null : left;
    }
    return left;
  }
  function compared(): Value {
    const left = minus();
    if (peek() !== '>') return left;
    take();
    const right = minus();
    return left !== null && right !== null && left > right ? left : null;
  }
  function minus(): Value {
    let left = times();
    while (peek() === '-') {
      take();
      left = both(left, times(), (a, b) => a - b);
    }
    return left;
  }
  function times(): Value {
    let left = atom();
    while (peek() === '*' || peek() === '/') {
      const sign = take();
      left = both(left, atom(), (a, b) => (sign === '*' ? a * b : a / b));
    }
    return left;
  }
  function atom(): Value {
    const word = take();
    if (word === '(') {
      const inner = or();
      take(')');
      return inner;
    }
    if (/^\d/.test(word)) return Number(word);
    if (word !== 'sum') throw new Error(`unknown "${word}"`);
    for (const one of ['(', 'rate', '(']) take(one);
    const name = take();
    take('[');
    const window = take();
    for (const one of [']', ')', ')']) take(one);
    return sumOfRates(database.get(name) ?? [], lengthOf(window), at);
  }
  return or() !== null;
}

function both(a: Value, b: Value, of: (a: number, b: number) => number): Value {
  return a === null || b === null ? null : of(a, b);
}

function lengthOf(word: string): number {
  const [, n, unit = ''] = /^(\d+)([smhd])$/.exec(word) ?? [];
  return Number(n) * (UNITS[unit] ?? Number.NaN);
}

function sumOfRates(all: readonly Series[], window: number, at: number): Value {
  let sum: Value = null;
  for (const one of all) {
    const rate = rateOf(one, window, at);
    if (rate !== null) sum = (sum ?? 0) + rate;
  }
  return sum;
}

/** Per second, over what was read after `at - window` and not after `at`. */
function rateOf({ points }: Series, window: number, at: number): Value {
  const inside: (readonly [number, number])[] = [];
  for (const point of points) if (point[0] > at - window && point[0] <= at) inside.push(point);
  if (inside.length < 2) return null;
  const [t0, v0] = inside[0] ?? [0, 0];
  const [t1, v1] = inside[inside.length - 1] ?? [0, 0];
  const delta = v1 - v0 + lostIn(inside);
  const covered = (t1 - t0) / 1e3;
  const mean = covered / (inside.length - 1);
  let head = (t0 - (at - window)) / 1e3;
  let tail = (at - t1) / 1e3;
  if (head >= mean * 1.1) head = mean / 2;
  if (tail >= mean * 1.1) tail = mean / 2;
  if (delta > 0 && v0 >= 0) head = Math.min(head, covered * (v0 / delta));
  return (delta * ((covered + head + tail) / covered)) / (window / 1e3);
}

/** What counters showed just before they began anew. */
function lostIn(inside: readonly (readonly [number, number])[]): number {
  let lost = 0;
  for (let i = 1; i < inside.length; i += 1) {
    const [before, after] = [inside[i - 1]?.[1] ?? 0, inside[i]?.[1] ?? 0];
    if (after < before) lost += before;
  }
  return lost;
}
