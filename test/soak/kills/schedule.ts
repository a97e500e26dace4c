import type { Executor } from '../program/lanes.ts';
import { POINTS } from '../program/words.ts';
import type { Random } from '../random.ts';

/** Where a step of an executor can be cut: scripts measure nothing. */
export function boundariesOf(executor: Executor): readonly string[] {
  return POINTS.filter((at) => executor === 'key' || at !== 'measured');
}

/** Which boundary comes next: those not yet met first, in an order of the seed's. */
export interface Schedule {
  next(): string;
  met(boundary: string): void;
  readonly covered: ReadonlySet<string>;
  readonly all: readonly string[];
}

export function createSchedule(executor: Executor, random: Random): Schedule {
  const all = boundariesOf(executor);
  const covered = new Set<string>();
  let waiting = shuffled(all, random);
  return {
    next() {
      if (waiting.length === 0) {
        const open = all.filter((one) => !covered.has(one));
        waiting = shuffled(open.length > 0 ? open : all, random);
      }
      return waiting.pop() ?? 'recorded';
    },
    met: (boundary) => void covered.add(boundary),
    covered,
    all,
  };
}

function shuffled(from: readonly string[], random: Random): string[] {
  return from
    .map((one) => ({ one, at: random.next() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ one }) => one);
}
