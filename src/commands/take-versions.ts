import { z } from 'zod';
import { hear } from '../domain/governance/hear.ts';
import {
  movesConfiguration,
  Occasion,
  type Publication,
  type Publisher,
  publicationsOf,
} from '../domain/governance/publication.ts';
import type { ScheduleId } from '../domain/governance/schedule.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';
import type { Act, Inbox } from '../ports/inbox.ts';
import { type Became, takeMark } from './take-marks.ts';

const Taken = z.object({
  publisher: z.string(),
  occasions: z.array(Occasion),
  /** Schedules were told already. */
  only: z.literal('marks').optional(),
});
/** More than anybody can look after. */
const MOST = 200;
/** What is not there yet is looked for so often. */
const AGAIN_MS = 60_000;
/** Another look at the same schedule may write first. */
const TRIES = 5;

/**
 * Tells every schedule that waits for it of each version of a delivery, and marks hand-offs. It carries no rights:
 * what follows is what somebody ordered, asked for as they would. Told of again, all of it is known.
 * @throws weather: the act stays, and is done again
 */
export async function takeVersions(
  ctx: Context,
  act: Act,
  inbox: Pick<Inbox, 'put' | 'putOff'>,
): Promise<void> {
  const taken = Taken.safeParse(act.body);
  const name = taken.data?.publisher;
  const publisher = ctx.catalog().publishers?.find((one) => one.name === name);
  if (!taken.success || !publisher) {
    ctx.log.warn({ act: act.id, publisher: name ?? null }, 'versions of a publisher that is gone');
    return;
  }
  const early = await tell(ctx, taken.data, publisher, act.receivedAt);
  if (early.length > 0) await lookAgain(inbox, act, { publisher: publisher.name, early });
}

/** Answers with what is to be looked for again. */
async function tell(
  ctx: Context,
  { occasions, only }: z.infer<typeof Taken>,
  publisher: Publisher,
  toldAt: Instant,
): Promise<readonly Occasion[]> {
  const first = only !== 'marks';
  const moved = occasions.some((one) => movesConfiguration(one, publisher));
  if (moved && first) await ctx.configurations.refresh();
  const all = occasions.flatMap((occasion) =>
    publicationsOf(occasion, publisher, toldAt).map((told) => ({ occasion, told })),
  );
  // That it was scanned does not say that it is published.
  const published = all.filter(({ told }) => first && told.mark === 'built');
  for (const { told } of published) await tellSchedules(ctx, told);
  return tellMarks(ctx, all, toldAt);
}

/** Who does not answer for one is not asked for the next: people's acts wait behind this one. */
async function tellMarks(
  ctx: Context,
  all: readonly { readonly occasion: Occasion; readonly told: Publication }[],
  toldAt: Instant,
): Promise<readonly Occasion[]> {
  const early: Occasion[] = [];
  let became: Became = 'done';
  for (const { occasion, told } of all) {
    if (became !== 'silent') became = await takeMark(ctx, told, toldAt);
    if (became !== 'done') early.push(occasion);
  }
  return early;
}

/** An act of its own, so that schedules are not told anew; done twice, it is the same act. */
async function lookAgain(
  inbox: Pick<Inbox, 'put' | 'putOff'>,
  { id: before, receivedAt }: Act,
  { publisher, early }: { readonly publisher: string; readonly early: readonly Occasion[] },
): Promise<void> {
  const [, first = before, nth = '0'] = /^(.*)~(\d+)$/.exec(before) ?? [];
  const id = `${first}~${Number(nth) + 1}`;
  const occasions = [...new Set(early)].map((one) => ({ ...one }));
  const body = { publisher, occasions, only: 'marks' };
  await inbox.put({ id, kind: 'version', body, receivedAt });
  await inbox.putOff(id, AGAIN_MS);
}

async function tellSchedules(ctx: Context, told: Publication): Promise<void> {
  const all = await ctx.records.schedules(MOST);
  const own = all.filter(({ service, from }) => service === told.service && from === null);
  for (const { id } of own) await tellOne(ctx, id, told);
}

async function tellOne(ctx: Context, id: ScheduleId, told: Publication): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const s = await ctx.records.schedule(id);
    if (!s || hear(s, told, told.at) === null) return;
    const recorded = await ctx.store.change({ target: s }, ({ now }) => hear(s, told, now));
    const { version, publisher } = told;
    ctx.log.info(
      { schedule: id, version, publisher, recorded: recorded.kind },
      'told of a version',
    );
    if (recorded.kind === 'recorded') return;
  }
  throw new Error(`${id} was written by others each time`);
}
