import { z } from 'zod';

/** From this many points on a deployment is of medium or high risk, and which files count as delicate. */
export const RiskRule = z
  .strictObject({
    medium: z.number().int().min(1).max(100).default(35),
    high: z.number().int().min(1).max(100).default(60),
    delicate: z.array(z.string()).default([]),
  })
  .refine(({ medium, high }) => medium < high, 'medium must be less than high');
export type RiskRule = z.infer<typeof RiskRule>;

export const LEVELS = ['low', 'medium', 'high'] as const;
export const Level = z.enum(LEVELS);
export type Level = z.infer<typeof Level>;

/** One reason for the score: how many points, and in words with the numbers that it comes from. */
export interface Factor {
  readonly name: string;
  readonly points: number;
  readonly says: string;
}

/** How much there is to fear, from 0 to 100, before anything is tried; the weightiest factor first. */
export interface Risk {
  readonly score: number;
  readonly level: Level;
  readonly factors: readonly Factor[];
}

/** All that the score is made of. */
export interface Traits {
  /** 1 is the most critical. */
  readonly tier: number;
  /** Whether nothing has served there yet. */
  readonly first: boolean;
  /** null where nobody knows. */
  readonly files: number | null;
  readonly delicateFiles: number;
  readonly commits: number | null;
  /** The newest deployments there that are over, at most `RECENT`. */
  readonly recent: { readonly tried: number; readonly failed: number };
  /** Milliseconds since the newest of them; null where there is none. */
  readonly restedMs: number | null;
}

/** So many earlier deployments speak for or against the next one. */
export const RECENT = 20;

const DAY_MS = 86_400_000;
const LONG_REST_DAYS = 30;
const TIER_POINTS: readonly number[] = [20, 10, 3];

/**
 * The same traits always come to the same score. The weights are a judgement, not a fit: points say what is
 * to be looked at, and `/release risk` tells how far they came true.
 */
export function assess(traits: Traits, rule: RiskRule): Risk {
  const factors = FACTORS.flatMap((factor) => factor(traits) ?? [])
    .filter(({ points }) => points > 0)
    .toSorted((a, b) => b.points - a.points);
  const score = Math.min(
    100,
    factors.reduce((sum, { points }) => sum + points, 0),
  );
  return { score, level: levelOf(score, rule), factors };
}

function levelOf(score: number, { medium, high }: RiskRule): Level {
  if (score >= high) return 'high';
  return score >= medium ? 'medium' : 'low';
}

/** Whether a rule about deployments from this level on speaks about one of that level. */
export function isAtLeast(level: Level, least: Level): boolean {
  return LEVELS.indexOf(level) >= LEVELS.indexOf(least);
}

const FACTORS: readonly ((traits: Traits) => Factor | null)[] = [
  ({ tier }) => ({ name: 'tier', points: TIER_POINTS[tier - 1] ?? 0, says: `tier ${tier}` }),
  ({ first }) => (first ? { name: 'first', points: 20, says: 'its first deployment there' } : null),
  record,
  size,
  ({ delicateFiles: n }) => ({
    name: 'delicate',
    points: n === 0 ? 0 : 15,
    says: `${counted(n, 'delicate file')}`,
  }),
  ({ commits }) => ({
    name: 'commits',
    points: commits === null ? 0 : Math.min(10, Math.floor(commits / 5)),
    says: `${counted(commits ?? 0, 'commit')} at once`,
  }),
  rest,
];

/** The rule of succession: of nothing known one half is feared, and of twenty good ones hardly anything. */
function record({ first, recent: { tried, failed } }: Traits): Factor | null {
  if (first && tried === 0) return null;
  const points = Math.round((30 * (failed + 1)) / (tried + 2));
  const says = tried === 0 ? 'no record there yet' : `${failed} of the last ${tried} failed`;
  return { name: 'record', points, says };
}

/** Four points for each doubling from ten files on; unknown is feared like a hundred and sixty. */
function size({ files }: Traits): Factor {
  if (files === null) return { name: 'size', points: 15, says: 'which files change is not known' };
  const points = Math.round(4 * Math.max(0, Math.log2(files / 10)));
  return { name: 'size', points: Math.min(20, points), says: `${counted(files, 'file')} changed` };
}

function rest({ restedMs }: Traits): Factor | null {
  const days = restedMs === null ? 0 : Math.floor(restedMs / DAY_MS);
  if (days < LONG_REST_DAYS) return null;
  return { name: 'rest', points: 10, says: `nothing deployed for ${days} days` };
}

function counted(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}
