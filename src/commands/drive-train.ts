import { type Deployment, isDeploymentId, isOver } from '../domain/deployment/deployment.ts';
import { request } from '../domain/deployment/request.ts';
import {
  asked,
  delay,
  type Ended,
  failed,
  leftBehind,
  seen,
  turnOf,
} from '../domain/governance/depart.ts';
import {
  type Departure,
  departureId,
  emptyDeparture,
  type Rider,
  type TrainChange,
} from '../domain/governance/departure.ts';
import { timesFrom } from '../domain/governance/train.ts';
import { handOn } from '../domain/governance/train-hold.ts';
import { isRefusal } from '../domain/kernel/refusal.ts';
import { instant } from '../domain/kernel/time.ts';
import { traceOfOrders } from '../domain/kernel/trace-id.ts';
import type { Context } from '../ports/context.ts';
import type { Identify } from '../ports/identify.ts';
import type { Decision, Recorded } from '../ports/store.ts';
import { askRider } from './ask-rider.ts';
import { together } from './change-train.ts';
import { reasonOf } from './scheduled-ask.ts';
import { ordersStand } from './scheduled-orders.ts';
import { commitsOf } from './what-changes.ts';

/** More than one departure can have to do at once. */
const MOST_TURNS = 50;

/**
 * Does what is due for a departure, thing by thing, each one change over the row's revision: however often and
 * wherever this is called nobody is put off or starts twice. @throws weather: looked at again.
 */
export async function driveTrain(ctx: Context, identify: Identify, id: string): Promise<void> {
  for (let n = 0; n < MOST_TURNS; n += 1) {
    const [d, now] = await Promise.all([ctx.records.departure(id), ctx.records.now()]);
    const turn = d && turnOf(d, now);
    if (!turn) return;
    const recorded = await take(ctx, identify, d, turn);
    ctx.log.info({ train: id, turn: turn.kind, recorded: recorded.kind }, 'train looked at');
    if (recorded.kind !== 'recorded') return;
  }
}

async function take(
  ctx: Context,
  identify: Identify,
  d: Departure,
  turn: NonNullable<ReturnType<typeof turnOf>>,
): Promise<Recorded> {
  switch (turn.kind) {
    case 'moves': {
      const change = await handingOn(ctx, d, turn.change);
      return write(ctx, d, () => change);
    }
    case 'watch': {
      const all = await Promise.all(
        turn.riders.map(async (rider) => ({ rider, ended: endedAs(await sentAs(ctx, rider), d) })),
      );
      return write(ctx, d, ({ now }) => seen(d, all, now));
    }
    case 'start':
      return start(ctx, identify, d, turn.rider);
  }
}

/** A hold outlives the departure: the next one of the train is held in the same change. */
async function handingOn(ctx: Context, d: Departure, change: TrainChange): Promise<TrainChange> {
  const train = ctx.catalog().trains?.find(({ name }) => name === d.train);
  const over = change.rows[0]?.row;
  if (!d.hold || !train || over?.state !== 'over') return change;
  const now = await ctx.records.now();
  const times = timesFrom(train, instant(Math.max(d.departsAt, now)));
  const id = departureId(train, times);
  const next = (await ctx.records.departure(id)) ?? emptyDeparture(train, times, d.channel);
  return next.hold ? change : together([change, handOn(next, d.hold, over, now)]);
}

/** An ordinary request in the name of who boarded it, whose right is asked for again. */
async function start(
  ctx: Context,
  identify: Identify,
  d: Departure,
  rider: Rider,
): Promise<Recorded> {
  const { service, by, channel } = rider;
  const orders = { service, environment: d.environment, from: null, by, channel };
  const stands = await ordersStand(ctx, identify, orders);
  if ('kind' in stands) {
    const why = ('why' in stands ? stands.why : null) ?? 'its orders no longer stand';
    const next = stands.kind === 'later' ? delay : failed;
    return write(ctx, d, ({ now }) => next(d, rider, why, now));
  }
  const found = await askRider(ctx, d, rider, stands.actor);
  if ('kind' in found) {
    const next = found.kind === 'later' ? delay : failed;
    return write(ctx, d, ({ now }) => next(d, rider, found.why, now));
  }
  const behind = leftBehind(rider, found);
  if (behind !== null) return write(ctx, d, ({ now }) => failed(d, rider, behind, now));
  const { made, rulings, line, changes } = found;
  const id = await ctx.store.nextId();
  return ctx.store.change({ target: made }, ({ now }): Decision => {
    const how = {
      id,
      replaces: null,
      expiresMs: ctx.settings.requestExpiresMs,
      catalog: ctx.catalog(),
      canonicalLine: line,
      trace: traceOfOrders(id, made.planDigest, ctx.digest),
      ...commitsOf(changes),
    };
    const created = request(made, rulings, how, now);
    if (isRefusal(created)) return failed(d, rider, reasonOf(created), now);
    const left = asked(d, rider, id, now);
    return {
      rows: [...created.rows, ...left.rows],
      ledger: [...created.ledger, ...left.ledger],
      events: [...created.events, ...left.events],
    };
  });
}

/** The row is guarded by its revision; the fence is that of the train, which nothing is deployed to. */
function write(ctx: Context, d: Departure, decide: Parameters<Context['store']['change']>[1]) {
  return ctx.store.change({ target: { service: d.train, environment: d.environment } }, decide);
}

async function sentAs(ctx: Context, { deployment }: Rider): Promise<Deployment | null> {
  return deployment !== null && isDeploymentId(deployment)
    ? ctx.records.deployment(deployment)
    : null;
}

function endedAs(d: Deployment | null, { departsAt }: Departure): Ended {
  if (!d) return { good: false, why: 'its deployment is not there', at: departsAt };
  if (!isOver(d)) return null;
  const at = d.finishedAt ?? departsAt;
  if (d.status === 'succeeded' && d.rolledBackBy === null) return { good: true, why: '', at };
  return { good: false, why: `${d.id} ${d.status}, ${d.outcome?.why ?? 'rolled back'}`, at };
}
