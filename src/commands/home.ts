import { isStopping } from '../domain/breaker/decide.ts';
import { awaits } from '../domain/deployment/awaits.ts';
import { reviewersOf } from '../domain/deployment/reviewers.ts';
import { closureOf } from '../domain/governance/ad-hoc-blackout.ts';
import { occurrences } from '../domain/governance/window.ts';
import type { Actor } from '../domain/kernel/actor.ts';
import { type Instant, instant, plus } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';
import { appHome } from '../projections/app-home.ts';
import { calendarNotes } from '../projections/calendar-news.ts';
import type { DoraReport } from '../projections/dora.ts';
import type { View } from '../projections/view.ts';
import { ownedBy, placesOf, reportOn } from './dora-report.ts';
import { followUpsOf } from './follow-ups-of.ts';

const MOST = 100;
const MOST_OWNED = 5;
const DORA_DAYS = 90;
const DAY_MS = 86_400_000;
const EVER = instant(Number.MAX_SAFE_INTEGER);

/** What somebody sees on their own page: what waits for them, what runs, what is theirs. */
export async function homeOf(ctx: Context, actor: Actor): Promise<View> {
  const now = await ctx.records.now();
  const [open, mine, parked, reviews, byHand, schedules, breakers, closures, actions] =
    await Promise.all([
      ctx.records.deployments({ statuses: ['pending', 'running'], limit: MOST }),
      actor.id === null ? [] : ctx.records.deployments({ requestedBy: actor.id, limit: MOST }),
      ctx.records.parked(MOST),
      ctx.records.reviews(null, MOST),
      ctx.records.blackouts(null),
      ctx.records.schedules(MOST),
      ctx.records.breakers(),
      ctx.records.closures(ctx.catalog()),
      actor.id === null
        ? []
        : ctx.records.actionItems({ open: true, owner: actor.id, limit: MOST }),
    ]);
  const catalog = ctx.catalog();
  const dora = await doraOfOwned(ctx, actor, now);
  const me = actor.id ?? '';
  const pending = open.filter((d) => d.status === 'pending');
  const running = open.filter((d) => d.status === 'running');
  const blackouts = closures.blackouts.flatMap((window) => {
    const [closed] = occurrences(window, { since: now, until: EVER, most: 1 });
    return closed ? [{ ...closed, where: window.environments.join(', ') }] : [];
  });
  const closed = byHand
    .filter(({ until }) => now < until)
    .map((one) => ({ ...closureOf(one), where: one.environment }));
  return appHome({
    actor,
    now,
    decisions: [...pending, ...running].filter((d) => awaits(d, me, now)),
    reviews: reviews.filter((d) => reviewersOf(d, catalog).includes(me)),
    actions,
    followUps: await followUpsOf(ctx, actor),
    waiting: pending,
    running,
    recent: mine,
    parked,
    schedules,
    stopped: breakers.filter(isStopping),
    blackouts: [...closed, ...blackouts],
    calendars: calendarNotes(closures),
    dora,
    doraDays: DORA_DAYS,
  });
}

/** Of the first few services of theirs, where each of their paths ends. */
async function doraOfOwned(
  ctx: Context,
  actor: Actor,
  now: Instant,
): Promise<readonly DoraReport[]> {
  const period = { from: plus(now, -DORA_DAYS * DAY_MS), to: now, asOf: now };
  const reports: DoraReport[] = [];
  for (const place of placesOf(ctx.catalog(), ownedBy(ctx.catalog(), actor).slice(0, MOST_OWNED))) {
    reports.push(await reportOn(ctx, place, period));
  }
  return reports;
}
