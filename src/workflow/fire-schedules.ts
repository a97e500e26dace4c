import type { ScheduleId } from '../domain/governance/schedule.ts';
import type { Log } from '../ports/log.ts';
import type { Records } from '../ports/records.ts';

const MOST = 50;

/** Looks at every schedule whose time has come; one that cannot be looked at does not keep the others. */
export async function fireSchedules({
  records,
  fire,
  log,
}: {
  readonly records: Pick<Records, 'dueSchedules' | 'now'>;
  readonly fire: (id: ScheduleId) => Promise<void>;
  readonly log: Log;
}): Promise<number> {
  const due = await records.dueSchedules(await records.now(), MOST);
  for (const id of due) {
    await fire(id).catch((error: unknown) => {
      log.warn({ schedule: id, error: String(error) }, 'a schedule could not be looked at');
    });
  }
  return due.length;
}
