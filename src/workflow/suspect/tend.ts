import { isAgain } from '../../domain/correlation/from-elsewhere.ts';
import { act, say, settle } from '../../domain/correlation/say.ts';
import { cleared, type SuspectDeed, type Suspicion } from '../../domain/correlation/suspicion.ts';
import { isDeploymentId } from '../../domain/deployment/deployment.ts';
import type { DeploymentEvent, EventType } from '../../domain/deployment/event.ts';
import { EVERYWHERE, type Move, type MoveEvent } from '../../domain/elsewhere/move.ts';
import {
  beganAt,
  type Incident,
  type IncidentEvent,
  isOpen,
} from '../../domain/incident/incident.ts';
import { plus } from '../../domain/kernel/time.ts';
import type { Context } from '../../ports/context.ts';
import { type Event, isOfDeployment } from '../../ports/event.ts';
import type { Subscriber } from '../../ports/subscriber.ts';
import { gatherSuspects } from './gather.ts';
import { environmentsOf, LATE_MS, NEAR_MS, type Reads } from './scope.ts';

export type Suspecting = Reads & Pick<Context, 'store' | 'log'>;

/** More open at once than anybody handles. */
const MOST_OPEN = 20;
/** Of what is still to be told so many are looked at, the newest. */
const MOST_UNTOLD = 5;

/** After these more is known of a deployment: its evidence, its end, or who held it. */
const TELLING: ReadonlySet<EventType> = new Set([
  'started',
  'stepped',
  'asked',
  'paused',
  'succeeded',
  'failed',
  'cancelled',
]);

/**
 * Says whom we suspect when an incident opens, again as alerts and evidence come, and what it was when it is over.
 * Safe to call twice: what was said is not said again. It is advice, and nothing that is told behind it waits for
 * it: what goes wrong here is logged, and the next event ranks anew.
 */
export function createSuspecter(ctx: Suspecting): Subscriber {
  return {
    name: 'suspects',
    async on(event) {
      try {
        if (event.type === 'incident') await onIncident(ctx, event);
        else if (event.type === 'elsewhere') await onElsewhere(ctx, event);
        else if (isOfDeployment(event) && TELLING.has(event.type)) await onDeployment(ctx, event);
      } catch (error) {
        ctx.log.warn({ error: String(error), event: event.type }, 'suspects could not be ranked');
      }
    },
  };
}

async function onIncident(ctx: Suspecting, event: IncidentEvent): Promise<void> {
  const { id, what } = event;
  const incident = await ctx.records.incident(id);
  if (!incident) return;
  const begins = what === 'opened' || what === 'reopened';
  const isMore = what === 'alerted' && !(await ranksLater(ctx, incident, event));
  if (begins || isMore) await suspect(ctx, incident);
  const s = await ctx.records.suspicion(id);
  if (!s) return;
  const services = await servicesOf(ctx, incident);
  const serviceOf = (id: string) => services.get(id) ?? null;
  await ctx.store.change({ target: incident }, ({ now }) => settle(s, incident, now, serviceOf));
}

/** Of what people named as its cause. */
async function servicesOf(
  { records }: Suspecting,
  { links }: Incident,
): Promise<ReadonlyMap<string, string>> {
  const ids = links.flatMap(({ role, deployment }) =>
    role === 'cause' && isDeploymentId(deployment) ? [deployment] : [],
  );
  const found = await Promise.all(ids.map((id) => records.deployment(id)));
  return new Map(found.flatMap((d) => (d ? [[d.id, d.service] as const] : [])));
}

/** Ranks anew. Of two that do so at once one is heard, and the next event finds what the other saw. */
async function suspect(ctx: Suspecting, incident: Incident): Promise<void> {
  if (!isOpen(incident)) return;
  const before = await ctx.records.suspicion(incident.id);
  const ranking = await gatherSuspects(ctx, incident, before ? cleared(before) : []);
  await ctx.store.change({ target: incident }, ({ now }) => say(before, incident, ranking, now));
}

async function onDeployment(ctx: Suspecting, event: DeploymentEvent): Promise<void> {
  const open = await ctx.records.incidents({ open: true, limit: MOST_OPEN });
  if (open.length === 0) return;
  const subject = await subjectOf(ctx, event);
  for (const incident of open) {
    const s = await ctx.records.suspicion(incident.id);
    if (!s?.last.named.some((one) => one.subject === subject)) continue;
    const deed = deedOf(event, subject);
    if (deed) await note(ctx, incident, s, deed);
    else await suspect(ctx, incident);
  }
}

/**
 * What is told of late may have done it all the same, unless it is older than what is weighed; what came after the
 * trouble may be what ends it: the same flag, changed again.
 */
async function onElsewhere(ctx: Suspecting, event: MoveEvent): Promise<void> {
  const move = await ctx.records.moveElsewhere(event.id);
  if (!move) return;
  for (const incident of await ctx.records.incidents({ open: true, limit: MOST_OPEN })) {
    if (!isThere(ctx, incident, move)) continue;
    const began = beganAt(incident);
    if (move.at > began && (await changedAgain(ctx, incident, move))) continue;
    const isWeighed = move.at >= plus(began, -NEAR_MS) && move.at <= plus(began, LATE_MS);
    if (isWeighed && !(await ranksLater(ctx, incident, event))) await suspect(ctx, incident);
  }
}

function isThere({ catalog }: Suspecting, incident: Incident, { environment }: Move): boolean {
  return [...environmentsOf(catalog(), incident), EVERYWHERE].includes(environment);
}

/**
 * Whether something that is still to be told has it ranked as well: of a burst, of alerts or of what was changed
 * elsewhere, the last one sees them all, and what is told behind it does not wait for a look after each.
 */
async function ranksLater(
  ctx: Suspecting,
  incident: Incident,
  event: IncidentEvent | MoveEvent,
): Promise<boolean> {
  const untold = await ctx.records.untold([event.type], MOST_UNTOLD);
  if (untold.some((one) => isNextAlert(one, event))) return true;
  const others = untold.flatMap((one) =>
    one.type === 'elsewhere' && one.id !== event.id ? [one.id] : [],
  );
  const moves = await Promise.all(others.map((id) => ctx.records.moveElsewhere(id)));
  return moves.some((one) => one && isThere(ctx, incident, one) && isBefore(one, incident));
}

/** Of the same incident, and later: it is ranked then. */
function isNextAlert(one: Event, event: IncidentEvent | MoveEvent): boolean {
  if (one.type !== 'incident' || event.type !== 'incident') return false;
  return one.id === event.id && one.what === 'alerted' && one.revision > event.revision;
}

/** Made before the trouble began, and not too long: what comes after it may end it. */
function isBefore({ at }: Move, incident: Incident): boolean {
  const began = beganAt(incident);
  return at <= began && at >= plus(began, -NEAR_MS);
}

/** Whether it changes once more what is suspected; then that is noted. */
async function changedAgain(ctx: Suspecting, incident: Incident, move: Move): Promise<boolean> {
  const s = await ctx.records.suspicion(incident.id);
  const same = s?.last.named.find((one) => isAgain(one, move));
  if (!s || !same) return false;
  const told = { subject: same.subject, by: `change:${move.source}`, because: null, id: move.id };
  await ctx.store.change({ target: incident }, ({ now }) =>
    act(s, { ...told, what: 'changed-again', at: now }),
  );
  return true;
}

/** The suspect it is about: of a rollback that is what it takes back. */
async function subjectOf(ctx: Suspecting, { id, type }: DeploymentEvent): Promise<string> {
  const d = type === 'started' ? await ctx.records.deployment(id) : null;
  return d?.rollbackOf ?? id;
}

function deedOf({ type, id, by, at }: DeploymentEvent, subject: string): SuspectDeed | null {
  const told = { subject, by, at, because: null };
  if (type === 'paused') return { ...told, what: 'paused', id: null };
  if (type === 'started' && subject !== id) return { ...told, what: 'rolled-back', id };
  return null;
}

async function note(
  ctx: Suspecting,
  incident: Incident,
  s: Suspicion,
  deed: SuspectDeed,
): Promise<void> {
  await ctx.store.change({ target: incident }, () => act(s, deed));
}
