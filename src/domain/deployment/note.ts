import { type Noted, notedEvidence, sayNoted } from '../kernel/noted.ts';
import type { Instant } from '../kernel/time.ts';
import type { Deployment } from './deployment.ts';
import { type DeploymentChange, move } from './moves.ts';

/** Somebody marks something for the retrospective; nothing else of it changes. */
export function noteOn(d: Deployment, by: string, noted: Noted, now: Instant): DeploymentChange {
  const [note, evidence] = [sayNoted(by, noted), notedEvidence(noted)];
  return move(d, {}, 'noted', { by, at: now, note, evidence });
}
