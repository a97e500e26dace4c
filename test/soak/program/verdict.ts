import type { Figure } from '../../../bench/figure.ts';
import { isOver } from '../../../src/domain/deployment/deployment.ts';
import { none, told } from '../trial.ts';
import type { Lane } from './lanes.ts';
import { verifyLedger } from './ledger.ts';
import { doublesBy } from './script/doubled.ts';
import { readJournal } from './script/world.ts';
import { doubledEffects, lostEffects, staleEffects, strandedIn, strayTargets } from './verify.ts';
import { allDeployments } from './watch.ts';

/** What became of everything in one lane, as its executor, its database and its ledger tell it. */
export interface Verdict {
  readonly doubled: readonly string[];
  /** Happened again between a look and the call it led to, where only the executor's fence can help. */
  readonly inWindow: readonly string[];
  /** Run again because a person said so, where Fairway would not. */
  readonly byWord: number;
  readonly stale: readonly string[];
  readonly lost: readonly string[];
  readonly stranded: readonly string[];
  readonly ledger: readonly string[];
  readonly entries: number;
  readonly effects: number;
  readonly deployments: number;
  readonly over: number;
}

/** @param promised deployments that an answer has promised */
export async function judgeLane(lane: Lane, promised: readonly string[]): Promise<Verdict> {
  const { pool, chronicle, executor, script } = lane;
  await chronicle.read();
  const deployments = await allDeployments(pool);
  const [effects, keys] = [chronicle.effects(), chronicle.keys()];
  const { entries, faults, intents } = await verifyLedger(pool);
  const found = doubledEffects(effects, keys);
  const doubles =
    script === null
      ? { doubled: found, inWindow: [], byWord: 0 }
      : doublesBy(script.dedup, found, await readJournal(script.world), intents);
  const named = (all: readonly string[]): readonly string[] =>
    all.map((one) => `${lane.name}: ${one}`);
  return {
    byWord: doubles.byWord,
    doubled: named(doubles.doubled),
    inWindow: named(doubles.inWindow),
    stale: named(staleEffects(effects)),
    lost: named([
      ...lostEffects(deployments, keys, promised, executor === 'observe' ? LOOKED : undefined),
      ...strayTargets(deployments, await lane.serves()),
    ]),
    stranded: named(strandedIn(deployments)),
    ledger: named(faults),
    entries,
    effects: effects.length,
    deployments: deployments.length,
    over: deployments.filter(isOver).length,
  };
}

/** Where Fairway looks first, what is so already needs no run. */
const LOOKED: readonly string[] = [];

const sum = (all: readonly Verdict[], of: (one: Verdict) => number): number =>
  all.reduce((total, one) => total + of(one), 0);

/** The lines that every trial ends with. */
export function figuresOf(all: readonly Verdict[]): readonly Figure[] {
  const [deployments, over] = [sum(all, (v) => v.deployments), sum(all, (v) => v.over)];
  const stranded = all.flatMap((v) => v.stranded);
  const [entries, bad] = [sum(all, (v) => v.entries), sum(all, (v) => v.ledger.length)];
  return [
    told('deployments', deployments),
    told(
      'effects at the executors',
      sum(all, (v) => v.effects),
    ),
    none(
      'doubled effects',
      all.flatMap((v) => v.doubled),
    ),
    none(
      '  observe, between a look and its call',
      all.flatMap((v) => v.inWindow),
    ),
    told(
      '  none, run again by a person’s word',
      sum(all, (v) => v.byWord),
    ),
    none(
      'stale effects',
      all.flatMap((v) => v.stale),
    ),
    none(
      'lost',
      all.flatMap((v) => v.lost),
    ),
    {
      figure: 'terminal, or parked with reason and name',
      value: `${over} + ${deployments - over - stranded.length}`,
      target: `${deployments}`,
      pass: stranded.length === 0 && deployments > 0,
    },
    {
      figure: 'ledger entries that verify',
      value: `${entries - bad}`,
      target: `${entries}`,
      pass: bad === 0 && entries > 0,
    },
  ];
}

export function faultsOf(all: readonly Verdict[]): readonly string[] {
  return all.flatMap((v) => [
    ...v.doubled,
    ...v.inWindow,
    ...v.stale,
    ...v.lost,
    ...v.stranded,
    ...v.ledger,
  ]);
}
