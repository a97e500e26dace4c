import type { Target } from '../../../domain/kernel/target.ts';
import type { Ending } from '../proxy/start-proxy.ts';
import type { HistoryFile } from './history-file.ts';
import { createKept } from './kept.ts';
import { count, endOf, SECOND_MS } from './slice.ts';
import { type Asked, type Spell, spellsIn } from './spells.ts';

/** What the fleet has measured, as far back as it keeps it. */
export interface History {
  /** Upper edges of the classes of how long answers took. Milliseconds. */
  readonly edgesMs: readonly number[];
  record(target: Target, version: string, ending: Ending): void;
  /** Writes down the seconds that are over. To be called about every second, whether anybody comes or not. */
  settle(): void;
  /** Of seconds that are over. */
  spells(target: Target, asked: Asked): readonly Spell[];
}

/** Longer than this nobody is busy: the machine was asleep, and nothing was measured. */
const ASLEEP_MS = 10_000;
/** So many seconds are added to the file before it is written anew without what is no longer kept. */
const MOST_ADDED = 3_600;

/** Counts second by second, and goes on from what the file has. @param now milliseconds since the epoch */
export function createHistory(
  file: HistoryFile,
  edgesMs: readonly number[],
  now: () => number,
): History {
  // A second that is half over when the fleet starts was not measured.
  let open = opened(wholeSecond(now()) + SECOND_MS);
  const kept = createKept(file.load().filter((one) => endOf(one) <= open.from));
  let added = 0;
  rewrite();

  function rewrite(): void {
    kept.fold(open.from);
    added = 0;
    file.write(kept.all());
  }

  function close(measuredMs: number): void {
    const slice = { ...open, forMs: SECOND_MS, measuredMs };
    kept.add(slice);
    file.append(slice);
    added += 1;
  }

  function settle(): void {
    const until = wholeSecond(now());
    if (until < open.from - ASLEEP_MS) setBack(until);
    if (until - open.from > ASLEEP_MS) {
      close(0);
      open = opened(until + SECOND_MS);
    }
    for (; open.from < until; open = opened(open.from + SECOND_MS)) close(SECOND_MS);
    if (added >= MOST_ADDED) rewrite();
    else kept.fold(open.from);
  }

  /** The clock was: what was measured in what is now to come would stand there twice. */
  function setBack(to: number): void {
    kept.cut(to);
    open = opened(to);
    rewrite();
  }

  return {
    edgesMs,
    settle,
    record({ service, environment }, version, ending) {
      settle();
      const name = `${service} ${environment} ${version}`;
      const tally = open.served[name] ?? [];
      open.served[name] = tally;
      count(tally, edgesMs, ending);
    },
    spells(target, asked) {
      settle();
      return spellsIn(kept.all(), target, asked);
    },
  };
}

/** A second that is still being counted. */
interface Open {
  readonly from: number;
  readonly served: Record<string, number[]>;
}

function opened(from: number): Open {
  return { from, served: {} };
}

function wholeSecond(ms: number): number {
  return ms - (ms % SECOND_MS);
}
