import type { HeardAlert } from '../domain/configuration/propose-rule.ts';
import { isDeploymentId } from '../domain/deployment/deployment.ts';
import { type Incident, isIncidentId } from '../domain/incident/incident.ts';
import { isRefusal, type Refusal } from '../domain/kernel/refusal.ts';
import type { Target } from '../domain/kernel/target.ts';
import type { Context } from '../ports/context.ts';
import { deploymentNamed } from './find.ts';
import { incidentNamed } from './incident-named.ts';

const INCIDENTS = 50;

/** What something was learned from: its name, where it happened, and the alerts by which it showed. */
export interface Source {
  readonly about: string;
  readonly target: Target;
  /** Whoever may steer one of these may say what was learned. */
  readonly places: readonly Target[];
  readonly alerts: readonly HeardAlert[];
}

/** A deployment or an incident, however it was typed (`d-12`, `12`, `inc-4`). */
export async function learntFrom(
  ctx: Pick<Context, 'catalog' | 'records'>,
  word: string,
): Promise<Source | Refusal> {
  if (/^inc-/i.test(word)) {
    const incident = await incidentNamed(ctx, word);
    return isRefusal(incident) ? incident : fromIncident(incident);
  }
  const d = await deploymentNamed(ctx, word);
  if (isRefusal(d)) return d;
  const { id, service, environment, requestedAt } = d;
  const incidents = await ctx.records.incidents({ since: requestedAt, limit: INCIDENTS });
  const own = incidents.filter(({ links }) => links.some(({ deployment }) => deployment === id));
  const target = { service, environment };
  return { about: id, target, places: [target], alerts: own.flatMap(alertsOf) };
}

/** What was learned before, of which only the name is kept. */
export async function alertsAbout(
  ctx: Pick<Context, 'catalog' | 'records'>,
  about: string,
): Promise<readonly HeardAlert[]> {
  if (!isDeploymentId(about) && !isIncidentId(about)) return [];
  const source = await learntFrom(ctx, about);
  return isRefusal(source) ? [] : source.alerts;
}

function fromIncident(incident: Incident): Source {
  const { id, places } = incident;
  const { service, environment } = places[0] ?? incident;
  return { about: id, target: { service, environment }, places, alerts: alertsOf(incident) };
}

function alertsOf({ alerts }: Incident): readonly HeardAlert[] {
  return alerts.map(({ source, name, labels }) => ({ source, name, labels }));
}
