import { and, asc, eq, lte, sql } from 'drizzle-orm';
import { isScheduleId, type Schedule, type ScheduleId } from '../../domain/governance/schedule.ts';
import type { Instant } from '../../domain/kernel/time.ts';
import { schedule } from '../schema/schedule.ts';
import type { Tables } from './tables.ts';

/** The schedule with this id, removed or not. */
export async function findSchedule(tables: Tables, id: ScheduleId): Promise<Schedule | null> {
  const rows = await tables
    .select({ body: schedule.body })
    .from(schedule)
    .where(eq(schedule.id, id));
  return rows[0]?.body ?? null;
}

/** Every schedule that was not removed, by number. */
export async function listSchedules(tables: Tables, limit: number): Promise<readonly Schedule[]> {
  const rows = await tables
    .select({ body: schedule.body })
    .from(schedule)
    .where(sql`NOT (${schedule.body} ->> 'removed')::boolean`)
    .orderBy(sql`substr(${schedule.id}, 3)::bigint`)
    .limit(limit);
  return rows.map((row) => row.body);
}

/** Schedules whose time to be looked at has come, the longest due first. */
export async function listDueSchedules(
  tables: Tables,
  now: Instant,
  limit: number,
): Promise<readonly ScheduleId[]> {
  const rows = await tables
    .select({ id: schedule.id })
    .from(schedule)
    .where(and(sql`${schedule.wakeAt} IS NOT NULL`, lte(schedule.wakeAt, now)))
    .orderBy(asc(schedule.wakeAt))
    .limit(limit);
  return rows.map((row) => row.id).filter(isScheduleId);
}
