import { z } from 'zod';
import { hear } from '../domain/governance/hear.ts';
import {
  movesConfiguration,
  Occasion,
  type Publication,
  publicationsOf,
} from '../domain/governance/publication.ts';
import type { ScheduleId } from '../domain/governance/schedule.ts';
import type { Context } from '../ports/context.ts';
import type { Act } from '../ports/inbox.ts';

const Taken = z.object({ publisher: z.string(), occasions: z.array(Occasion) });
/** More than anybody can look after. */
const MOST = 200;
/** Another look at the same schedule may write first. */
const TRIES = 5;

/**
 * Tells every schedule that waits for it of each version of a delivery. It carries no rights: what follows is
 * what somebody ordered, asked for as they would. Told of again, all of it is known.
 * @throws weather: the act stays, and is done again
 */
export async function takeVersions(ctx: Context, act: Act): Promise<void> {
  const taken = Taken.safeParse(act.body);
  const name = taken.data?.publisher;
  const publisher = ctx.catalog().publishers?.find((one) => one.name === name);
  if (!taken.success || !publisher) {
    ctx.log.warn({ act: act.id, publisher: name ?? null }, 'versions of a publisher that is gone');
    return;
  }
  const moved = taken.data.occasions.some((one) => movesConfiguration(one, publisher));
  if (moved) await ctx.configurations.refresh();
  const told = taken.data.occasions.flatMap((one) =>
    publicationsOf(one, publisher, act.receivedAt),
  );
  for (const one of told) await tellSchedules(ctx, one);
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
