import type { Catalog, Service } from '../catalog/catalog.ts';
import type { Past } from '../governance/board.ts';
import { matches } from '../governance/code-owners.ts';
import type { Instant } from '../kernel/time.ts';
import { assess, RECENT, type Risk, RiskRule } from '../risk/risk.ts';

interface Asked {
  readonly service: Service;
  /** What serves there now; null before the first deployment. */
  readonly previous: unknown;
  readonly paths: readonly string[] | null;
  readonly commits: number | null;
  /** How those before it went there, newest first. */
  readonly record: readonly Past[];
}

/** What there is to fear of what is asked for, by the configuration as it is. */
export function riskOf(asked: Asked, { risk }: Pick<Catalog, 'risk'>, now: Instant): Risk {
  const rule = risk ?? RiskRule.parse({});
  const recent = asked.record.slice(0, RECENT);
  const delicate = (path: string) => rule.delicate.some((pattern) => matches(pattern, path));
  const traits = {
    tier: asked.service.tier,
    first: asked.previous === null,
    files: asked.paths?.length ?? null,
    delicateFiles: asked.paths?.filter(delicate).length ?? 0,
    commits: asked.commits,
    recent: { tried: recent.length, failed: recent.filter(({ well }) => !well).length },
    restedMs: recent[0] ? now - recent[0].at : null,
  };
  return assess(traits, rule);
}
