import type { Catalog, Environment, Service } from '../catalog/catalog.ts';
import { membersOf } from '../catalog/find.ts';
import type { GateConfig } from '../gates/index.ts';
import type { BoardRule } from '../governance/board.ts';
import { isAtLeast, type Risk } from '../risk/risk.ts';

interface Asked {
  readonly service: Service;
  readonly environment: Environment;
  /** What serves there now; null before the first deployment. */
  readonly previous: unknown;
  readonly requestedBy: string;
  readonly authors?: readonly string[];
  readonly risk?: Pick<Risk, 'level' | 'score'>;
}

/** The board's gate where the change is of high impact there; nothing where nobody need vote. */
export function boardFor(asked: Asked, catalog: Catalog): readonly GateConfig[] {
  const { cab } = catalog;
  if (!cab?.environments.includes(asked.environment.name)) return [];
  const impact = impactOf(asked, cab);
  if (impact.length === 0) return [];
  const first = asked.previous === null && cab.impact.firstDeployment;
  const { after, within } = cab.standard;
  const groups = [...new Set([...cab.groups, cab.businessSeat])];
  return [
    {
      kind: 'cab',
      impact,
      seats: {
        groups,
        people: membersOf(catalog, groups),
        business: membersOf(catalog, [cab.businessSeat]),
        businessSeat: cab.businessSeat,
        quorum: cab.quorum,
        deadlineMs: cab.deadline,
      },
      standard: first ? null : { after, withinMs: within },
      barred: [...new Set([asked.requestedBy, ...(asked.authors ?? [])])],
    },
  ];
}

/** Why it is of high impact, in words. */
function impactOf({ service, previous, risk }: Asked, { impact }: BoardRule): readonly string[] {
  const feared = impact.risk !== undefined && (!risk || isAtLeast(risk.level, impact.risk));
  const tags = service.tags.filter((tag) => impact.tags.includes(tag));
  return [
    ...(impact.tiers.includes(service.tier) ? [`tier ${service.tier}`] : []),
    ...tags.map((tag) => `tagged ${tag}`),
    ...(feared ? [risk ? `${risk.level} risk, ${risk.score} of 100` : 'its risk'] : []),
    ...(impact.firstDeployment && previous === null ? ['its first deployment there'] : []),
  ];
}
