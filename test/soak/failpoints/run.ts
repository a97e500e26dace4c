import type { StrategyKind } from '../../../src/domain/strategies/index.ts';
import { createRandom, type Random } from '../random.ts';
import type { Manner } from './points.ts';

/**
 * How much of Fairway lives. `engine`: acts of the inbox are done and deployments move; `told`: events
 * are relayed too; `spoken`: and every message is delivered.
 */
export const DEPTHS = ['engine', 'told', 'spoken'] as const;
export type Depth = (typeof DEPTHS)[number];

export const VERSIONS = ['1.1.0', '1.2.0-slow', '1.3.0-errors', '1.4.0-crash'] as const;
export type Version = (typeof VERSIONS)[number];

/** What a person does, and at which turn of the world. */
export interface Meddling {
  readonly turn: number;
  readonly what: 'pause' | 'resume' | 'abort' | 'skip' | 'rollback';
}

/** One life: what is asked for, and where it is broken. All of it follows from its seed. */
export interface Run {
  readonly seed: number;
  readonly depth: Depth;
  readonly strategy: StrategyKind;
  readonly version: Version;
  readonly meddlings: readonly Meddling[];
  readonly manner: Manner;
  /** The points at which each process breaks, counted from its start. */
  readonly breaks: readonly number[];
}

/** Points of an undisturbed life, about: where the first break falls. Later ones fall soon after a start. */
const POINTS: Readonly<Record<Depth, number>> = { engine: 320, told: 480, spoken: 900 };
const SOON = 80;

export function runOf(seed: number): Run {
  const random = createRandom(seed);
  // Consecutive seeds are alike in their first choices; a few thrown away mix them.
  for (let i = 0; i < 8; i += 1) random.next();
  const dice = random.between(1, 10);
  const depth: Depth = dice === 10 ? 'spoken' : dice >= 8 ? 'told' : 'engine';
  const breaks = [random.between(1, POINTS[depth])];
  // Some lives are broken once, some hounded to their end.
  const more = random.between(0, 12);
  for (let i = 0; i < more; i += 1) breaks.push(random.between(1, SOON));
  return {
    seed,
    depth,
    breaks,
    strategy: random.pick(['rolling', 'blue-green', 'canary']),
    version: random.pick(VERSIONS),
    meddlings: meddle(random),
    manner: random.pick(['dies', 'dies', 'stumbles']),
  };
}

function meddle(random: Random): readonly Meddling[] {
  if (random.between(1, 10) > 6) return [];
  return Array.from({ length: random.between(1, 3) }, () => ({
    turn: random.between(1, 12),
    what: random.pick(['pause', 'resume', 'abort', 'skip', 'rollback'] as const),
  })).toSorted((a, b) => a.turn - b.turn);
}
