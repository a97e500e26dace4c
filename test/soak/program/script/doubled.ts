import type { Script } from '../words.ts';
import type { Entry } from './world.ts';

export interface Doubles {
  readonly doubled: readonly string[];
  readonly inWindow: readonly string[];
  readonly byWord: number;
}

/**
 * What an effect that happened twice under one key means. `none`: each run has an intent of its own in
 * the ledger, the second by a person who resumed it. `observe`: Fairway looked, and then the run of a
 * dead one acted before the new call did.
 * @param found as `doubledEffects` says it
 * @param intents how often each step was intended, by `D-12:3`
 */
export function doublesBy(
  dedup: Script['dedup'],
  found: readonly string[],
  journal: readonly Entry[],
  intents: ReadonlyMap<string, number>,
): Doubles {
  const doubled: string[] = [];
  const inWindow: string[] = [];
  let byWord = 0;
  for (const fault of found) {
    const [, key = '', verb = ''] = /^happened twice: (\S+) (\S+)/.exec(fault) ?? [];
    const runs = runsOf(journal, key, verb);
    const step = key.split(':').slice(0, 2).join(':');
    if (dedup === 'none' && key !== '' && most(runs) <= (intents.get(step) ?? 0)) byWord += 1;
    else if (dedup === 'observe' && key !== '' && actedAfterTheLook(runs)) inWindow.push(fault);
    else doubled.push(fault);
  }
  return { doubled, inWindow, byWord };
}

/** The runs under a key and all looks at its service, in their order. */
function runsOf(journal: readonly Entry[], key: string, verb: string): readonly Entry[] {
  const own = (one: Entry): boolean =>
    one.verb === verb && one.word === 'did' && `${one.key}:`.startsWith(`${key}:`);
  const service = journal.find(own)?.service;
  return journal.filter((one) => one.service === service && (own(one) || one.word === 'looked'));
}

/** A pull of two images is two effects under one key. */
function most(runs: readonly Entry[]): number {
  const counts = new Map<string, number>();
  for (const { key, word } of runs) if (word === 'did') counts.set(key, (counts.get(key) ?? 0) + 1);
  return Math.max(0, ...counts.values());
}

function actedAfterTheLook(runs: readonly Entry[]): boolean {
  const last = runs.findLastIndex(({ word }) => word === 'did');
  const first = runs.slice(0, last).findLastIndex(({ word }) => word === 'did');
  return !runs.slice(first, last).some(({ word }) => word === 'looked');
}
