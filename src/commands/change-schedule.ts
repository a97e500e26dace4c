import { findEnvironment, findService } from '../domain/catalog/find.ts';
import { type Deed, forbids } from '../domain/deployment/rights.ts';
import {
  isScheduleId,
  type Schedule,
  type ScheduleChange,
  type ScheduleId,
} from '../domain/governance/schedule.ts';
import { isRefusal, type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';
import type { Asked, Reply } from './command.ts';
import { answer, no } from './reply.ts';

/** The id a word means where it is that of a schedule (`s-3`), else null. */
export function scheduleIdOf(word: string): ScheduleId | null {
  const id = word.toUpperCase();
  return isScheduleId(id) ? id : null;
}

/** What verbs about one schedule share: may they, decide on the row as it is, record, answer. */
export async function changeSchedule(
  ctx: Context,
  asked: Asked,
  {
    id,
    deed,
    done,
  }: { readonly id: ScheduleId | null; readonly deed: Deed; readonly done: string },
  decide: (s: Schedule, now: Instant) => ScheduleChange | Refusal,
): Promise<Reply> {
  const s = await scheduleFor(ctx, asked, deed, id);
  if (isRefusal(s)) return no(s);
  const recorded = await ctx.store.change({ target: s }, ({ now }) => decide(s, now));
  return answer(recorded, done);
}

async function scheduleFor(
  ctx: Context,
  asked: Asked,
  deed: Deed,
  id: ScheduleId | null,
): Promise<Schedule | Refusal> {
  const s = id === null ? null : await ctx.records.schedule(id);
  if (!s)
    return refuse('unknown-schedule', 'There is no such schedule.', { line: '/release schedules' });
  const service = findService(ctx.catalog(), s.service);
  const environment = findEnvironment(ctx.catalog(), s.environment);
  if (!service || !environment) {
    return refuse('gone', `${s.service} in ${s.environment} is no longer in the configuration.`, {
      why: `${s.id} asks for nothing there.`,
    });
  }
  const where = { service, environment, channel: asked.channel };
  return forbids(asked.actor, deed, where, ctx.catalog()) ?? s;
}
