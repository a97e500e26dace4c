import type { Candidate } from '../../domain/correlation/candidate.ts';
import type { Found } from '../../domain/deployment/setting.ts';
import { isActive } from '../../domain/deployment/sighting.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import { type Instant, plus } from '../../domain/kernel/time.ts';
import { environmentsOf, type Reads, type Related } from './scope.ts';

const WINDOW_MS = 24 * 3_600_000;
/** Versions of the configuration; there are few, and the newest come first. */
const VERSIONS = 5;
/** Targets whose look is asked for. */
const TARGETS = 20;
const NOTHING = { goneAt: null, judged: null, record: { tried: 0, failed: 0 } } as const;
const NO_LESSON = { cause: 0, notCause: 0 };

/** What moved besides deployments: what nobody deployed, and versions of the configuration. */
export async function besidesDeployments(
  ctx: Reads,
  incident: Incident,
  began: Instant,
  related: Related,
): Promise<readonly Candidate[]> {
  const [seen, rules] = await Promise.all([
    sightings(ctx, incident, related),
    configurations(ctx, incident, began),
  ]);
  return [...seen, ...rules];
}

async function sightings(
  { records, catalog }: Reads,
  incident: Incident,
  { hurt, near, of }: Related,
): Promise<readonly Candidate[]> {
  const services = [...hurt, ...near.filter((name) => !hurt.includes(name))];
  const targets = environmentsOf(catalog(), incident)
    .flatMap((environment) => services.map((service) => ({ service, environment })))
    .slice(0, TARGETS);
  const found = await Promise.all(targets.map((target) => records.sighting(target)));
  return found.flatMap((one): Candidate[] => {
    if (!one || !isActive(one)) return [];
    const { service, environment, since, found: versions } = one;
    return [
      {
        ...NOTHING,
        subject: `target:${service}:${environment}`,
        kind: 'out-of-band',
        ...{ service, environment, by: 'nobody known', relations: of(service), learned: NO_LESSON },
        version: versions.map(named).join(', '),
        reached: [{ at: since, percent: 100 }],
      },
    ];
  });
}

function named({ version, was }: Found): string {
  return was === undefined ? version : `${version} with another configuration`;
}

async function configurations(
  ctx: Reads,
  { service, environment, places }: Incident,
  began: Instant,
): Promise<readonly Candidate[]> {
  const versions = await ctx.configurations.list(VERSIONS);
  return versions.flatMap((c): Candidate[] => {
    const at = c.activeSince;
    const first = c.effect === 'trusted';
    if (at === null || first || at > began || at < plus(began, -WINDOW_MS)) return [];
    return [
      {
        ...NOTHING,
        ...{ subject: c.id, kind: 'configuration', service, environment, learned: NO_LESSON },
        version: c.version.slice(0, 12),
        by: c.approvals[0]?.by ?? 'fairway',
        reached: [{ at, percent: 100 }],
        // It speaks of everything alike.
        relations: places.map(() => ({ kind: 'same' })),
      },
    ];
  });
}
