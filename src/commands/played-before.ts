import type { Step } from '../domain/plan/step.ts';
import { type Power, powerOf, type Traffic } from '../domain/strategies/sees.ts';
import { inPieces } from './in-pieces.ts';

const MOST_KEPT = 50;
const kept = new Map<string, Promise<Power | null>>();

/**
 * What the judges of a plan would see on that traffic. The same question has the same answer, so one that was asked
 * lately, by the preview before this press of Start say, is not played again.
 */
export function playedBefore(plan: readonly Step[], traffic: Traffic): Promise<Power | null> {
  const key = JSON.stringify([plan.filter(isPlayed), traffic]);
  const found = kept.get(key) ?? inPieces(powerOf(plan, traffic));
  kept.delete(key); // the youngest is last
  kept.set(key, found);
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST_KEPT) break;
    kept.delete(oldest);
  }
  return found;
}

function isPlayed({ kind }: Step): boolean {
  return kind === 'shift' || kind === 'judge';
}
