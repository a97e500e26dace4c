import { type Deployment, isDeploymentId } from '../domain/deployment/deployment.ts';
import { link } from '../domain/incident/command.ts';
import { type IncidentId, isIncidentId, type Link } from '../domain/incident/incident.ts';
import { type Event, isOfDeployment } from '../ports/event.ts';
import type { Records } from '../ports/records.ts';
import type { Store } from '../ports/store.ts';
import type { Subscriber } from '../ports/subscriber.ts';

interface Linking {
  readonly records: Pick<Records, 'deployment' | 'incident'>;
  readonly store: Pick<Store, 'change'>;
}

type Wanted = Pick<Link, 'deployment' | 'role' | 'tried'>;
const MOST_TRIES = 4;

/**
 * Deployments that name an incident belong to it: with `--fixes INC-12` one is to end it; rolled back or
 * aborted `because INC-12` one is tried as what broke it, and the rollback is to end it. Told twice, linked once.
 */
export function linkIncidents(ports: Linking): Subscriber {
  return {
    name: 'incident links',
    async on(event) {
      if (!isOfDeployment(event) || !LINKS.includes(event.type)) return;
      const d = await ports.records.deployment(event.id);
      if (!d) return;
      for (const [id, wanted] of linksOf(d)) await linkTo(ports, id, wanted, event.by);
    },
  };
}

const LINKS: readonly Event['type'][] = ['requested', 'started', 'cancelled', 'failed'];

function linksOf(d: Deployment): readonly (readonly [IncidentId, Wanted])[] {
  const fixed = incidentsIn(d.fixes).map((id) => [id, { deployment: d.id, role: 'fix' }] as const);
  if (d.kind === 'rollback' && d.rollbackOf) {
    const broke = d.rollbackOf;
    return [...fixed, ...incidentsIn(d.because).flatMap((id) => returned(id, broke, d.id))];
  }
  // What nobody met is stopped for it too: it would have been in the way.
  const stopped = d.outcome?.code === 'aborted' ? incidentsIn(d.outcome.why) : [];
  const cause = { deployment: d.id, role: 'cause', tried: 'stopped' } as const;
  return [...fixed, ...stopped.map((id) => [id, cause] as const)];
}

function returned(id: IncidentId, broke: string, back: string) {
  return [
    [id, { deployment: broke, role: 'cause', tried: 'rolled back' }],
    [id, { deployment: back, role: 'fix' }],
  ] as const;
}

/** Every incident a text names. */
function incidentsIn(text: string | null | undefined): readonly IncidentId[] {
  const words = (text ?? '').toUpperCase().match(/\bINC-[1-9]\d*\b/g) ?? [];
  return [...new Set(words)].filter(isIncidentId);
}

async function linkTo(
  { records, store }: Linking,
  id: IncidentId,
  wanted: Wanted,
  by: string,
): Promise<void> {
  for (let n = 0; n < MOST_TRIES; n += 1) {
    const i = await records.incident(id);
    const d = isDeploymentId(wanted.deployment) && (await records.deployment(wanted.deployment));
    if (!i || !d || i.links.some((one) => one.deployment === d.id)) return;
    const recorded = await store.change({ target: d }, ({ now: at }) =>
      link(i, { ...wanted, by, at }, d),
    );
    if (recorded.kind !== 'unchanged') return;
  }
  throw new Error(`${id} keeps moving: ${wanted.deployment} is not linked yet`);
}
