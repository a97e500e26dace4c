import type { Instant } from '../kernel/time.ts';
import { isApprovedFix } from './approved-fix.ts';
import type { Deployment } from './deployment.ts';

/** What ran at that moment and is held by whatever holds; a rollback never is. */
export function ranAt(deployments: readonly Deployment[], at: Instant): readonly Deployment[] {
  return deployments.filter(
    ({ kind, startedAt, finishedAt }) =>
      kind === 'deploy' &&
      startedAt !== null &&
      startedAt <= at &&
      (finishedAt === null || finishedAt > at),
  );
}

/** What started after one moment and no later than another; of rollbacks, which nothing bars, none. */
export function startedIn(
  deployments: readonly Deployment[],
  from: Instant,
  until: Instant,
): readonly Deployment[] {
  return deployments.filter(
    ({ kind, startedAt }) =>
      kind === 'deploy' && startedAt !== null && startedAt > from && startedAt <= until,
  );
}

/** Whether a closed door would have let it through: a fix with a second person's yes, or whoever broke the glass for it. */
export function passedThen(d: Deployment): boolean {
  const { breakGlass: glass, planDigest, startedAt } = d;
  const isBroken =
    glass?.grantedAt != null &&
    glass.planDigest === planDigest &&
    glass.grantedAt <= (startedAt ?? 0);
  return isBroken || isApprovedFix(d);
}
