import type { Instant } from '../kernel/time.ts';
import type { Deployment } from './deployment.ts';
import { type DeploymentChange, move } from './moves.ts';

/** Somebody marks something for the retrospective; nothing else of it changes. */
export function noteOn(d: Deployment, by: string, words: string, now: Instant): DeploymentChange {
  return move(d, {}, 'noted', {
    by,
    at: now,
    note: `${by} noted: ${words}`,
    evidence: { words },
  });
}
