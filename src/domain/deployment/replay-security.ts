import { runsTo } from '../breaker/place.ts';
import type { Incident } from '../incident/incident.ts';
import type { Target } from '../kernel/target.ts';
import { type Instant, instant } from '../kernel/time.ts';
import { isApprovedFix } from './approved-fix.ts';
import type { Deployment } from './deployment.ts';
import { ranAt, startedIn } from './ran-then.ts';

/** A version that people had met for longer than this was not brought by what was suspected then. */
export const RECENT_MS = 24 * 3_600_000;

/** A security incident of the past: it would have stopped the line from `at` on until somebody opened it. */
export interface Secured {
  readonly at: Instant;
  readonly incident: Incident;
  /** When it was resolved, which is when people open a line; null: it is open. */
  readonly until: Instant | null;
  /** What ran there and would have been held. */
  readonly held: readonly Deployment[];
  /** What started there before it was resolved, and would not have. */
  readonly barred: readonly Deployment[];
  /** What would have been taken back; null where nothing would, or the rules take nothing back for it. */
  readonly undone: Deployment | null;
}

/**
 * What the security incidents told of up to now would have done to a target, in order of time. `rolls`: whether the
 * rules take the newest version back as well. An incident that named no environment stops every line of its service,
 * and takes nothing back.
 */
export function replaySecurity(
  incidents: readonly Incident[],
  deployments: readonly Deployment[],
  target: Target,
  { from, to, rolls }: { readonly from: Instant; readonly to: Instant; readonly rolls: boolean },
): readonly Secured[] {
  return incidents
    .flatMap((incident): readonly Secured[] => {
      const begun = begunAt(incident, target);
      if (!begun || begun.at < from || begun.at > to) return [];
      const { at } = begun;
      const isFix = (d: Deployment): boolean => isFixOf(d, incident);
      const isBarred = (d: Deployment): boolean => !(isFix(d) && isApprovedFix(d));
      const until = incident.resolved?.at ?? null;
      const newest = rolls && begun.isNamed ? newestMetAt(deployments, at) : null;
      return [
        {
          at,
          incident,
          until,
          held: ranAt(deployments, at).filter(isBarred),
          barred: startedIn(deployments, at, until ?? to).filter(isBarred),
          undone: newest && mayGoBack(newest, at) && !isFix(newest) ? newest : null,
        },
      ];
    })
    .toSorted((a, b) => a.at - b.at);
}

/** Since when it was a matter of security at that target, and whether the target itself was named. */
function begunAt(
  { security, alerts, openedAt, service, environment }: Incident,
  target: Target,
): { readonly at: Instant; readonly isNamed: boolean } | null {
  if (!security) return null;
  const marked = alerts.filter((one) => one.security);
  // Where no alert marked it a person did, who opened it.
  const said =
    marked.length > 0 ? marked : [{ service, environment, startedAt: openedAt } as const];
  const [first] = said
    .filter((one) => one.service === target.service && runsTo(one, target))
    .toSorted((a, b) => a.startedAt - b.startedAt);
  if (!first) return null;
  const at = instant(Math.max(first.startedAt, openedAt));
  return { at, isNamed: first.environment === target.environment };
}

function isFixOf({ fixes }: Deployment, { id }: Incident): boolean {
  return fixes?.toUpperCase() === id;
}

/** The newest that people met or had met then, whatever became of it later. */
function newestMetAt(deployments: readonly Deployment[], at: Instant): Deployment | null {
  const [newest] = deployments
    .filter(({ exposedAt, status, finishedAt, kind, startedAt }) => {
      const isOver = finishedAt !== null && finishedAt <= at;
      if (isOver && status !== 'succeeded') return false;
      if (kind === 'rollback') return startedAt !== null && startedAt <= at;
      return exposedAt !== null && exposedAt <= at;
    })
    .toSorted((a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0));
  return newest ?? null;
}

function mayGoBack({ kind, previous, finishedAt }: Deployment, at: Instant): boolean {
  return (
    kind === 'deploy' && previous !== null && (finishedAt === null || at - finishedAt <= RECENT_MS)
  );
}
