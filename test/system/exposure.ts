import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const SHOP = 'shop production ';
const Second = z.object({
  from: z.number(),
  forMs: z.number(),
  served: z.record(z.string(), z.array(z.number())),
});

/** How long people met a version, by the seconds in which the sandbox's fleet counted their requests. */
export interface Exposure {
  /** Requests that the version before it had answered by then. */
  readonly baseline: number;
  /** From the second of its first request to the end of that of its last one, whole seconds. */
  readonly seconds: number;
  readonly requests: number;
  /** Who served afterwards. */
  readonly after: ReadonlySet<string>;
}

/** What the fleet of this data folder wrote down of the shop in production; null where nobody met this version. */
export function exposureOf(folder: string, version: string, before: string): Exposure | null {
  const seconds = secondsIn(folder).map(({ from, forMs, served }) => {
    const counts = Object.entries(served).filter(([name]) => name.startsWith(SHOP));
    const tallies = counts.map(([name, [n = 0]]) => [name.slice(SHOP.length), n] as const);
    return { from, to: from + forMs, tallies: new Map(tallies.filter(([, n]) => n > 0)) };
  });
  const first = seconds.findIndex(({ tallies }) => tallies.has(version));
  const last = seconds.findLastIndex(({ tallies }) => tallies.has(version));
  const [met, left] = [seconds[first], seconds[last]];
  if (!met || !left) return null;
  const answered = (by: string, until: number) =>
    seconds.slice(0, until).reduce((sum, { tallies }) => sum + (tallies.get(by) ?? 0), 0);
  return {
    baseline: answered(before, first),
    seconds: (left.to - met.from) / 1_000,
    requests: answered(version, last + 1),
    after: new Set(seconds.slice(last + 1).flatMap(({ tallies }) => [...tallies.keys()])),
  };
}

/** Requests that a version of the shop has answered in production. */
export function answeredBy(folder: string, version: string): number {
  return secondsIn(folder).reduce((sum, { served }) => sum + (served[SHOP + version]?.[0] ?? 0), 0);
}

/** The last line may be under way. */
function secondsIn(folder: string) {
  const lines = readFileSync(join(folder, 'fleet/history.jsonl'), 'utf8').split('\n');
  return lines.slice(1, -1).map((line) => Second.parse(JSON.parse(line)));
}
