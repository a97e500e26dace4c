import { notOurs } from '../domain/deployment/rights.ts';
import { parseDuration, sayDuration } from '../domain/kernel/duration.ts';
import { isRefusal, refuse } from '../domain/kernel/refusal.ts';
import { type Instant, plus } from '../domain/kernel/time.ts';
import { sayBudget } from '../domain/verdict/budget.ts';
import type { Context } from '../ports/context.ts';
import { type Clash, clashLine } from '../projections/booked-twice.ts';
import { type CalendarEntry, calendarView } from '../projections/calendar.ts';
import { calendarLinkView, FEED_PATH } from '../projections/calendar-feed.ts';
import { calendarNotes } from '../projections/calendar-news.ts';
import { astrayOf } from './astray.ts';
import { bookedTwice } from './booked-twice.ts';
import { type Asked, defineVerb, type Reply } from './command.ts';
import { environmentNamed } from './find.ts';
import { keyword, optional } from './grammar/spec.ts';
import { confirm, no, say } from './reply.ts';
import { type Spent, spentBudgets } from './spent-budgets.ts';
import { upcoming } from './upcoming.ts';

const DAY_MS = 24 * 3_600_000;
const USUAL_MS = 7 * DAY_MS;
const LONGEST_MS = 92 * DAY_MS;

/** What is closed, open and planned in the days to come; and the link by which calendar programs read it. */
export const calendar = defineVerb({
  name: 'calendar',
  root: '/release',
  aliases: ['cal'],
  says: 'Blackouts, release windows, locks, planned starts and schedules of the days to come, and who is booked twice; "link" for your calendar program',
  example: '/release calendar 14d in production',
  args: { within: optional('text'), in: keyword('environment', 'in') },
  needs: ['look'],
  urgent: false,
  shows: ({ within }) => within !== 'link' && within !== 'revoke',
  async run(ctx, asked, { within, in: named }) {
    if (within === 'link' || within === 'revoke') return link(ctx, asked, within);
    const forMs = within === undefined ? USUAL_MS : parseDuration(within);
    if (forMs === null || forMs <= 0 || forMs > LONGEST_MS) {
      return no(
        refuse('bad-duration', `"${within}" is not a length of time up to 92 days.`, {
          fix: 'It may also be "link" or "revoke", for the link of your calendar program.',
          line: '/release calendar 14d',
        }),
      );
    }
    const place = named === undefined ? null : environmentNamed(ctx, named, asked.line);
    if (isRefusal(place)) return no(place);
    const since = await ctx.records.now();
    const where = place?.name ?? null;
    const entries = [
      ...(await upcoming(ctx, where, { since, until: plus(since, forMs) })),
      ...(await spentBudgets(ctx, where, since)).map((one) => closedBy(one, since)),
    ];
    const title = `Calendar of ${place?.name ?? 'all environments'}, the next ${sayDuration(forMs)}`;
    const feeds = calendarNotes(await ctx.records.closures(ctx.catalog()), place?.name);
    // Who is booked twice may be so by what goes elsewhere.
    const all = place ? await upcoming(ctx, null, { since, until: plus(since, forMs) }) : entries;
    const twice = (await bookedTwice(ctx, all, since)).filter((one) => touches(one, place?.name));
    const astray = await astrayOf(ctx, place?.name);
    const clashes = [...twice.map(clashLine), ...astray];
    return say(calendarView(title, entries, since, { feeds, clashes }));
  },
});

function touches({ booking, others }: Clash, environment: string | undefined): boolean {
  const all = [booking, ...others];
  return environment === undefined || all.some((one) => one.environment === environment);
}

/** Only people of the organisation have one; whoever leaves it takes theirs along. */
async function link(
  { journal: { calendarLinks }, settings }: Pick<Context, 'journal' | 'settings'>,
  { actor }: Asked,
  what: 'link' | 'revoke',
): Promise<Reply> {
  const stranger = notOurs(actor);
  if (stranger) return no(stranger);
  const person = actor.id ?? '';
  if (what === 'revoke') {
    const revoked = await calendarLinks.revoke(person);
    return confirm(revoked ? 'Your calendar link opens nothing any more.' : 'You had no link.');
  }
  const token = await calendarLinks.make(person);
  return say(calendarLinkView(`${settings.url ?? ''}${FEED_PATH}${token}.ics`, !settings.url));
}

/** A spent error budget, as the calendar shows what is closed. */
function closedBy({ service, environment, budget, owners }: Spent, now: Instant): CalendarEntry {
  return {
    kind: 'blackout',
    name: sayBudget(budget),
    owner: owners[0] ?? '',
    from: now,
    until: budget.until ?? now,
    scope: { environments: [environment], services: [service] },
  };
}
