import { askedThere } from '../domain/deployment/slots.ts';
import { makeSchedule, type Orders, sayOrders, sayWhen } from '../domain/governance/schedule.ts';
import { nextTimes, sayRecurrence } from '../domain/governance/weekly.ts';
import { isRefusal, type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { Instant } from '../domain/kernel/time.ts';
import { makePlan } from '../domain/strategies/index.ts';
import type { Context } from '../ports/context.ts';
import { schedulePreview } from '../projections/schedule-preview.ts';
import { dayAround, wallOf, wouldBookTwice } from './booked-twice.ts';
import { defineVerb } from './command.ts';
import type { Place } from './find.ts';
import { answer, no, say } from './reply.ts';
import { type Read, readOrders, scheduleShape } from './schedule-args.ts';
import { typicalOf } from './typical.ts';
import { zonesOf } from './zones-of.ts';

const SHOWN_TIMES = 3;
/** More than anybody can look after. */
const MOST = 200;

/** Standing orders: what is verified in one environment is asked for in the next, time after time. */
export const schedule = defineVerb({
  ...scheduleShape,
  aliases: [],
  says: 'Ask for what is verified in one environment in the next one, at times or once it was green; or for what is published',
  example: '/release schedule shop from staging to production every weekday at 10 Europe/Berlin',
  needs: ['deploy'],
  urgent: false,
  async run(ctx, asked, typed) {
    const read = readOrders(ctx, asked, typed);
    if (isRefusal(read)) return no(read);
    const { orders, place, line } = read;
    const twice = await madeBefore(ctx, orders);
    if (twice) return no(twice);
    if (place.environment.protected && !typed.yes) {
      const times = orders.every
        ? nextTimes(orders.every, await ctx.records.now(), SHOWN_TIMES)
        : [];
      const clash = await clashOf(ctx, read, times);
      return say(
        schedulePreview(orders, { times, line, clash, approvers: approversOf(ctx, place) }),
      );
    }
    const id = await ctx.store.nextScheduleId();
    const by = asked.actor.id ?? '';
    const recorded = await ctx.store.change({ target: orders }, ({ now }) =>
      makeSchedule(id, orders, { by, line: asked.line, now }),
    );
    return answer(recorded, `${id}: ${sayOrders(orders)}. To stop it: /release unschedule ${id}`);
  },
});

/** The first of its times by which somebody would be booked twice, and the line of a time of day that would not. */
async function clashOf(ctx: Context, { orders, place, line }: Read, times: readonly Instant[]) {
  const { service, environment, every } = orders;
  const placement = place.service.environments[environment];
  if (!every || !placement) return null;
  const plan = makePlan(placement.strategy, placement);
  const forMs = (await typicalOf(ctx, [orders]))({ service, environment, plan });
  const now = await ctx.records.now();
  const lineFor = (at: Instant): string => {
    const time = wallOf(at, every.zone).toPlainTime().toString({ smallestUnit: 'minute' });
    const again = sayRecurrence({ ...every, time });
    return line.replace(`'${sayRecurrence(every)}'`, again).replace(' --yes', '');
  };
  for (const from of times) {
    const wanted = { service, environment, from, forMs, within: dayAround(from, every.zone) };
    const clash = await wouldBookTwice(ctx, wanted, lineFor, now);
    if (clash) return clash;
  }
  return null;
}

async function madeBefore(ctx: Pick<Context, 'records'>, orders: Orders): Promise<Refusal | null> {
  const all = await ctx.records.schedules(MOST);
  const found = all.find((s) => sayOrders(s) === sayOrders(orders));
  if (found) {
    return refuse(
      'scheduled',
      `${found.id} does that already${found.stopped ? ', but is paused' : ''}.`,
      {
        why: `${found.by} ordered it: ${sayWhen(found)}.`,
        line: found.stopped ? `/release resume ${found.id}` : '/release schedules',
      },
    );
  }
  if (all.length < MOST) return null;
  return refuse('too-many', `There are ${MOST} schedules already.`, {
    fix: 'Remove those that nobody needs:',
    line: '/release schedules',
  });
}

/** Whom its requests ask, each with the zone they live in. */
function approversOf(ctx: Pick<Context, 'catalog'>, place: Place) {
  const catalog = ctx.catalog();
  const asked = askedThere(place, catalog).flatMap((rule) => rule.people);
  return zonesOf(catalog, asked, place.environment.zone);
}
