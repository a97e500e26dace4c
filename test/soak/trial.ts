import type { Figure } from '../../bench/figure.ts';

/** Which queue rings: neither may carry meaning, so every trial that has a queue is run on each. */
export type BellKind = 'postgres' | 'redis';

/** How a run of the soak was ordered. */
export interface Order {
  /** What a quarter of an hour has room for, or everything that docs/reliability.md promises. */
  readonly size: 'short' | 'full';
  /** Repeats what is asked for and where it is broken; what the machine does in between it cannot. */
  readonly seed: number;
  readonly bells: readonly BellKind[];
  readonly tell: (line: string) => void;
}

/** One line for each figure, and every fault in words with the seed that finds it again. */
export interface Outcome {
  readonly figures: readonly Figure[];
  readonly faults: readonly string[];
}

/** One way of hurting Fairway. It starts what it needs, ends what it started, and leaves nothing behind. */
export interface Trial {
  readonly name: string;
  /** What it does, in one line. */
  readonly says: string;
  /** Its targets are times: run in full or by name, not by the short run, whose machine may have other guests. */
  readonly timed?: true;
  /** Times something, or wants the whole machine: nothing else is tried beside it. */
  readonly alone?: true;
  run(order: Order): Promise<Outcome>;
}

/** A figure that must be none. */
export function none(figure: string, found: readonly unknown[]): Figure {
  return { figure, value: String(found.length), target: '0', pass: found.length === 0 };
}

/** A figure that is only told. */
export function told(figure: string, value: number | string, target = '-'): Figure {
  return { figure, value: String(value), target, pass: null };
}
