import type { Incident, Resolved } from '../domain/incident/incident.ts';
import type { FailureMode } from '../domain/risk/failure-mode.ts';

/** What somebody may read. */
export interface Sight {
  /** Services that are nothing to them. */
  readonly hidden: ReadonlySet<string>;
  /** Whether something names one of those, anywhere in it. */
  readonly names: (item: unknown) => boolean;
  /** Whether they may read of a deployment, a change made elsewhere or another suspect. */
  readonly isSeen: (subject: string) => Promise<boolean>;
  readonly modes: readonly FailureMode[];
}

/**
 * What of it is about places that may be seen: an incident may touch several, and what people write of it speaks of
 * any. Null where nothing is left.
 */
export async function readableIncident(i: Incident, sight: Sight): Promise<Incident | null> {
  const places = i.places.filter(({ service }) => !sight.hidden.has(service));
  const isWhole = places.length === i.places.length;
  const [first] = places;
  if (!isWhole && !first) return null;
  const { references, resolved, links, formerly, tried, ...rest } = i;
  return {
    ...rest,
    ...(first && !isWhole ? partOf(i, [first, ...places.slice(1)], sight) : {}),
    references: references.filter((one) => !sight.names(one)),
    links: await linksSeen(links, sight),
    resolved: resolved && endSeen(resolved, isWhole, sight),
    ...(formerly ? { formerly: await linksSeen(formerly, sight) } : {}),
    ...(tried ? { tried: tried.filter(({ mode }) => isModeSeen(mode, sight)) } : {}),
  };
}

type Part = Pick<Incident, 'service' | 'environment' | 'places' | 'alerts' | 'title'>;

function partOf(
  i: Incident,
  places: readonly [Incident['places'][number], ...Incident['places']],
  { hidden }: Sight,
): Part {
  const [{ service, environment }] = places;
  const alerts = i.alerts.filter((one) => !hidden.has(one.service));
  const title = alerts[0]?.name ?? `${service} in ${environment} is touched`;
  return { service, environment, places, alerts, title };
}

async function linksSeen<L extends { readonly deployment: string }>(
  links: readonly L[],
  { isSeen }: Sight,
): Promise<readonly L[]> {
  const seen = await Promise.all(links.map(({ deployment }) => isSeen(deployment)));
  return links.filter((_, n) => seen[n]);
}

/** What a person wrote of the whole speaks of all of it; that every alert has ended is nobody's word. */
function endSeen(resolved: Resolved, isWhole: boolean, { names }: Sight): Resolved {
  const isTold = resolved.by === 'alerts' || (isWhole && !names(resolved.why));
  return isTold ? resolved : { ...resolved, why: 'why is not for everybody' };
}

/** A mode of services that are all hidden is hidden with them; one that is written down no more is told by its name alone. */
function isModeSeen(mode: string, { modes, hidden, names }: Sight): boolean {
  const known = modes.find(({ name }) => name === mode);
  return known ? known.services.some((service) => !hidden.has(service)) : !names(mode);
}
