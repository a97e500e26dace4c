import { hasAccount } from '../domain/catalog/find.ts';
import { driversOf } from '../domain/deployment/drivers.ts';
import { emptyDeparture } from '../domain/governance/departure.ts';
import { drives, type Train, type TrainHold, timesFrom } from '../domain/governance/train.ts';
import { letDepart } from '../domain/governance/train-go.ts';
import {
  driverSince,
  heldAlready,
  hold,
  holdAnew,
  notHeld,
  release,
  tooLateToHold,
} from '../domain/governance/train-hold.ts';
import { type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { Context } from '../ports/context.ts';
import { insist, openOf, together } from './change-train.ts';
import type { Asked, Reply } from './command.ts';
import { mayDrive, whoLetsGo } from './may-drive.ts';
import { answer, no } from './reply.ts';

interface Said {
  readonly by: string;
  readonly because: string | undefined;
  /** The departure on whose card it was pressed. */
  readonly of: string | undefined;
}

/** Every departure of it that is not over is held, and each after those as well. */
export async function holdTrain(ctx: Context, asked: Asked, on: Train, said: Said): Promise<Reply> {
  const { by, because: why, of } = said;
  if (why === undefined) {
    return no(
      refuse('missing', 'Why is it held? The reason is missing.', {
        line: `/release train hold ${on.name} because …`,
      }),
    );
  }
  const refusal = mayDrive(ctx.catalog(), asked.actor, on, 'some');
  if (refusal) return no(refusal);
  const releasers = whoLetsGo(ctx.catalog(), on);
  const recorded = await insist(ctx, on, async () => {
    const open = await openOf(ctx, on);
    const stale = of === undefined ? null : await noLonger(ctx, on, of);
    return (now) => {
      const all = open.length > 0 ? open : [emptyDeparture(on, timesFrom(on, now), asked.channel)];
      const held = all.find((d) => d.hold)?.hold;
      const free = all.filter((d) => !d.hold);
      if (free.length === 0 && held) return heldAlready(on.name, held);
      if (stale) return stale;
      return together(free.map((d) => hold(d, { by, why, releasers }, now)));
    };
  });
  const then = `Nothing of it departs until /release train release ${on.name}`;
  const late = 'who has not left 15 minutes after its time is off';
  return answer(recorded, `You hold ${on.name}. ${then}; ${late}.`);
}

/** A button of an older card must not hold what came after it. */
async function noLonger(
  ctx: Pick<Context, 'records'>,
  { name }: Train,
  of: string,
): Promise<Refusal | null> {
  const d = await ctx.records.departure(of);
  if (d?.train === name) return tooLateToHold(d);
  return refuse('unknown-departure', `There is no departure ${of} of ${name}.`, {
    line: `/release train hold ${name} because …`,
  });
}

export async function releaseTrain(
  ctx: Context,
  asked: Asked,
  on: Train,
  { by, because = null }: Pick<Said, 'by'> & { readonly because?: string | null | undefined },
): Promise<Reply> {
  const catalog = ctx.catalog();
  const refusal = mayDrive(catalog, asked.actor, on, 'every');
  const now = { may: whoLetsGo(catalog, on), isHere: (id: string) => hasAccount(catalog, id) };
  const recorded = await insist(ctx, on, async () => {
    const held = (await openOf(ctx, on)).filter((d) => d.hold);
    return (at) => {
      if (held.length === 0) return notHeld(on.name);
      const foreign = held.flatMap((d) => (d.hold && d.hold.by !== by ? [d.hold] : []));
      if (refusal && foreign.length > 0) return refusal;
      const since = foreign.flatMap((one) => driverSince(on.name, one, by, now) ?? [])[0];
      return since ?? together(held.map((d) => release(d, { by, why: because ?? null }, at)));
    };
  });
  return answer(recorded, `You let ${on.name} go.`);
}

/** One of its drivers has seen what rides on the departure that is closed, and lets it leave. */
export async function letTrainGo(ctx: Context, asked: Asked, on: Train): Promise<Reply> {
  const { driver = 'nobody' } = on;
  if (!drives(on, asked.actor)) {
    const who = driversOf(ctx.catalog(), on);
    return no(
      refuse('no-right', `You can't let ${on.name} depart.`, {
        why: `${driver} drives it.`,
        fix: `Ask one of them: ${who.join(', ') || 'nobody yet'}; whoever may steer there can put a service off, or hold the train.`,
      }),
    );
  }
  const recorded = await insist(ctx, on, async () => {
    const open = await openOf(ctx, on);
    const d = open.find(({ state }) => state === 'closed') ?? open[0];
    return (now) =>
      d?.state === 'closed' || d?.state === 'boarding'
        ? letDepart(d, asked.actor.id ?? '', now)
        : refuse('not-closed', `No departure of ${on.name} waits to leave.`, {
            line: '/release train',
          });
  });
  return answer(recorded, `${on.name} departs.`);
}

/** The hold that departures of this train are under, which one that is made now shares. */
export async function holdOf(ctx: Pick<Context, 'records'>, on: Train): Promise<TrainHold | null> {
  return holdAnew((await openOf(ctx, on)).find((d) => d.hold)?.hold);
}
