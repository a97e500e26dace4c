import { runsTo } from '../domain/breaker/place.ts';
import { isApprovedFix } from '../domain/deployment/approved-fix.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import { RECENT_MS } from '../domain/deployment/replay-security.ts';
import { NOWHERE, type Severity } from '../domain/incident/alert.ts';
import type { IncidentDeed, IncidentEvent } from '../domain/incident/incident.ts';
import { isNamed } from '../domain/incident/tell.ts';
import type { Subscriber } from '../ports/subscriber.ts';
import { type GoBack, goBack } from './go-back.ts';
import { type HoldRunning, holdRunning } from './hold-running.ts';
import { linkIncidents } from './link-incidents.ts';
import { newestMet } from './newest-met.ts';
import { createSuspecter, type Suspecting } from './suspect/tend.ts';
import { type Trip, trip } from './trip.ts';

/** What says that something has just gone wrong there. */
const BEGINS: readonly IncidentDeed[] = ['opened', 'alerted', 'reopened'];
/** A warning is for people to read; what runs goes on. */
const HEEDED: readonly Severity[] = ['critical', 'error'];

/**
 * Holds what runs where an alert begins or somebody opens an incident, as soon as that is told of: traffic stays
 * where it is until a person decides; a rollback goes on, and so does a fix of it that a second person approved.
 * With `alerts: stop` a critical one stops the line as well. Telling it twice changes nothing. An alert can never
 * start, resume or promote anything.
 */
export function heedAnomalies(ports: HoldRunning & Trip & GoBack): Subscriber {
  return {
    name: 'anomalies',
    async on(event) {
      if (event.type !== 'incident' || !BEGINS.includes(event.what)) return;
      if (event.security) await secure(ports, event);
      if (!HEEDED.includes(event.severity) || !isNamed(event)) return;
      const because = saidOf(event);
      const stops = ports.catalog().breaker?.alerts === 'stop' && event.severity === 'critical';
      const { service, environment } = event;
      if (stops) await trip(ports, { service, environment }, { cause: 'alert', because });
      const isMeant = (d: Deployment): boolean =>
        runsTo({ service, environment }, d) && !(isFixOf(d, event) && isApprovedFix(d));
      const held = await holdRunning(ports, isMeant, because);
      ports.log.warn({ service, environment, incident: event.id, held }, 'an anomaly was heeded');
    },
  };
}

/**
 * A security incident stops the line of its service, however bad it calls itself: everywhere, where no environment is
 * named. With `security: rollback` the newest version goes back as well, in whatever state its deployment is. Only a
 * person opens the line.
 */
async function secure(ports: HoldRunning & Trip & GoBack, event: IncidentEvent): Promise<void> {
  const { service, environment } = event;
  if (service === NOWHERE) return;
  const because = saidOf(event);
  await trip(ports, { service, environment }, { cause: 'incident', because });
  if (ports.catalog().incidents?.security !== 'rollback' || !isNamed(event)) return;
  const d = await newestMet(ports, { service, environment });
  if (d?.kind !== 'deploy' || d.exposedAt === null || isFixOf(d, event)) return;
  if (d.finishedAt !== null && event.at - d.finishedAt > RECENT_MS) return;
  await goBack(ports, d, `${because}. Rule: security`);
}

function isFixOf({ fixes }: Deployment, { id }: IncidentEvent): boolean {
  return fixes?.toUpperCase() === id;
}

/** Who hears of events: whoever tells others of them, and then what is done about them. */
export function heeding(
  ports: HoldRunning & Trip & GoBack & Suspecting,
  ...tellers: readonly { readonly subscribers: readonly Subscriber[] }[]
): readonly Subscriber[] {
  const told = tellers.flatMap(({ subscribers }) => subscribers);
  return [...told, linkIncidents(ports), heedAnomalies(ports), createSuspecter(ports)];
}

function saidOf({ id, note, by }: IncidentEvent): string {
  const said = note ?? `${id} began`;
  return said.includes(by) ? said : `${said} (${by})`;
}
