import type { Plain } from '../kernel/change.ts';
import type { Instant } from '../kernel/time.ts';
import type { Deployment } from './deployment.ts';
import type { EventType } from './event.ts';
import { type DeploymentChange, move } from './moves.ts';

interface More {
  readonly type: EventType;
  readonly tell: readonly string[];
  readonly evidence: { readonly [key: string]: Plain };
}

/** Fairway itself ends it before anybody met the new version, and tells at least whoever asked for it. */
export function close(
  d: Deployment,
  { code, why }: { readonly code: string; readonly why: string },
  now: Instant,
  { type = 'cancelled', tell = [], evidence = { code, why } }: Partial<More> = {},
): DeploymentChange {
  const outcome = { code, why, by: 'fairway' };
  return move(
    d,
    { status: 'cancelled', outcome, finishedAt: now, waiting: [], wakeAt: null },
    type,
    {
      by: 'fairway',
      at: now,
      note: `Closed without ${d.status === 'pending' ? 'starting' : 'an effect'}: ${why}`,
      tell: [...new Set([d.requestedBy, ...tell])],
      evidence,
    },
  );
}
