import { findService, membersOf } from '../domain/catalog/find.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import { type Alarm, holdFor } from '../domain/deployment/on-alert.ts';
import type { Incident, IncidentChange, IncidentId } from '../domain/incident/incident.ts';
import { ruleFor } from '../domain/incident/place.ts';
import type { AlertRule, AlertSource } from '../domain/incident/source.ts';
import { begunOf, joinFor, openFor, type Telling } from '../domain/incident/tell.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';
import type { Decision } from '../ports/store.ts';

/** Two who open the same incident at once: one of them looks again. More often is weather. */
const MOST_LOOKS = 8;

/**
 * Opens the incident that alerts at one target are about, or joins it, and does what the rules of their
 * source say, in one change. @throws weather
 */
export async function tellIncident(
  ctx: Context,
  source: AlertSource,
  telling: Telling,
): Promise<void> {
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    const about = await ctx.records.incidentAbout(telling.reference, telling.place);
    const begun = begunOf(about, telling.alerts);
    const id = opens(source, about, begun) ? await ctx.store.nextIncidentId() : null;
    let known = false;
    const recorded = await ctx.store.change({ target: telling.place }, ({ running, now }) => {
      const incident = incidentChange(ctx, { about, telling, id }, now);
      known = incident === null;
      return incident && withEffects(ctx, source, { incident, begun, running }, now);
    });
    if (known || recorded.kind !== 'unchanged') return;
  }
  throw new Error(`the incident of ${telling.reference.source} keeps moving`);
}

/** Whether what has begun may open one where nothing open is about it. */
function opens(
  source: AlertSource,
  about: Incident | null,
  begun: ReturnType<typeof begunOf>,
): boolean {
  if (about !== null && about.status !== 'resolved') return false;
  return begun.some(
    (a) => a.security || source.opens.includes(a.severity) || ruleFor(a, source) !== null,
  );
}

function incidentChange(
  ctx: Pick<Context, 'catalog'>,
  asked: {
    readonly about: Incident | null;
    readonly telling: Telling;
    readonly id: IncidentId | null;
  },
  now: Instant,
): IncidentChange | null {
  const { about, telling, id } = asked;
  const joined = about && joinFor(about, telling, now);
  if (joined || id === null) return joined;
  const alerts = begunOf(about, telling.alerts);
  const channel = ctx.catalog().incidents?.channel ?? null;
  return openFor({ ...telling, alerts }, { id, channel }, now);
}

/** The first alert whose rule holds something: one hold is enough. */
function withEffects(
  ctx: Pick<Context, 'catalog'>,
  source: AlertSource,
  seen: {
    readonly incident: IncidentChange;
    readonly begun: ReturnType<typeof begunOf>;
    readonly running: Deployment | null;
  },
  now: Instant,
): Decision {
  const { incident, begun, running } = seen;
  const id = incident.rows[0]?.row.id ?? '';
  const asks = running ? peopleOf(ctx, running) : [];
  const [held] = alarmsOf(source, begun, id).flatMap(
    (alarm) => holdFor(running, alarm, asks, now) ?? [],
  );
  if (!held) return incident;
  return {
    rows: [...incident.rows, ...held.rows],
    ledger: [...incident.ledger, ...held.ledger],
    events: [...incident.events, ...held.events],
  };
}

function alarmsOf(
  source: AlertSource,
  begun: ReturnType<typeof begunOf>,
  incident: string,
): readonly Alarm[] {
  return begun.flatMap((alert) => {
    const rule: AlertRule | null = ruleFor(alert, source);
    return rule ? [{ alert, rule, incident }] : [];
  });
}

/** Whoever asked for it, and the owners of what it is about. */
function peopleOf(ctx: Pick<Context, 'catalog'>, d: Deployment): readonly string[] {
  const catalog = ctx.catalog();
  const owners = findService(catalog, d.service)?.owners ?? [];
  return [...new Set([d.requestedBy, ...membersOf(catalog, owners)])];
}
