import type { Target } from '../kernel/target.ts';
import type { Instant } from '../kernel/time.ts';
import type { DeploymentId } from './deployment.ts';

export const EVENT_TYPES = [
  'requested',
  'held',
  'approved',
  'withdrawn',
  'approval-voided',
  'approval-counts',
  'reminded',
  'handed-on',
  'rejected',
  'started',
  'stepped',
  'progressed',
  'paused',
  'resumed',
  'asked',
  'succeeded',
  'failed',
  'cancelled',
  'superseded',
  'break-glass-asked',
  'break-glass-approved',
  'break-glass-granted',
  'break-glass-refused',
  'break-glass-withdrawn',
  'break-glass-expired',
  'review-chased',
  'reviewed',
  'board-called',
  'voted',
  'board-approved',
  'board-rejected',
  'closing-soon',
  'followed-up',
  'calmed',
  'noted',
  'astray',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/**
 * Something happened to a deployment. `note` is one plain sentence for its log; null where only the
 * card changes. `tell` are the people who must hear of it, by principal.
 */
export interface DeploymentEvent extends Target {
  readonly type: EventType;
  readonly id: DeploymentId;
  readonly revision: number;
  readonly at: Instant;
  readonly by: string;
  readonly note: string | null;
  readonly tell: readonly string[];
  /** That of the deployment, so that whoever hears of it goes on in it. */
  readonly trace?: string;
}
