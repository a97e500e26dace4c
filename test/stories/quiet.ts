import type { Pool } from 'pg';
import type { Instant } from '../../src/domain/kernel/time.ts';
import type { Fairway } from '../../src/main.ts';
import type { BellName } from '../../src/ports/bell.ts';

interface Moving {
  readonly fairway: Fairway;
  /** Answers what has rung. */
  readonly run: () => Promise<void>;
  /** Those that somebody answers; undefined: all. */
  readonly bells: readonly BellName[] | undefined;
  readonly more: () => Promise<boolean>;
}

/** Everything that has anything to do now does it, until all is quiet; then the watch looks who is. */
export async function settle(moving: Moving, isTime: boolean): Promise<void> {
  await untilQuiet(moving);
  if (!isTime) return;
  const { fairway, run, bells, more } = moving;
  await fairway.watch();
  await fairway.reconcile();
  if (bells === undefined) {
    await fairway.lookAround();
    await fairway.watchJourneys();
    await fairway.watchStanding();
  }
  await run();
  // What they found is told before anybody reads, so that no story needs to know in which turn they look.
  if (bells === undefined && (await more())) await untilQuiet(moving);
}

async function untilQuiet({ fairway, run, bells, more }: Moving): Promise<void> {
  for (let round = 0; round < 20; round += 1) {
    if (round > 0 && !(await more())) return;
    if (!bells) await fairway.readCalendars();
    await fairway.relay();
    const found = await fairway.sweep(bells);
    const fired = bells ? 0 : (await fairway.fireSchedules()) + (await fairway.tendHandOffs());
    await run();
    if (found + fired === 0) return;
  }
}

/** Whether a further round may find anything: one question instead of the twenty that find nothing. */
export async function isMore(pool: Pool, now: Instant): Promise<boolean> {
  const { rows } = await pool.query<{ more: boolean }>(
    `SELECT EXISTS (SELECT FROM outbox WHERE told_at IS NULL)
      OR EXISTS (SELECT FROM emission WHERE over_at IS NULL AND due_at <= $1)
      OR EXISTS (SELECT FROM inbox WHERE done_at IS NULL)
      OR EXISTS (SELECT FROM message WHERE (sent_revision IS NULL OR sent_revision < revision)
        AND (parked IS NULL AND due_at <= $1 OR retry_at <= $1))
      OR EXISTS (SELECT FROM deployment WHERE status IN ('pending', 'running') AND wake_at <= $1)
      OR EXISTS (SELECT FROM schedule WHERE wake_at <= $1)
      OR EXISTS (SELECT FROM departure WHERE wake_at <= $1)
      OR EXISTS (SELECT FROM hand_off WHERE wake_at <= $1) AS more`,
    [now],
  );
  return rows[0]?.more !== false;
}

/** When a deployment wakes or a message may leave next, after now. */
export async function nextDue(pool: Pool, now: Instant): Promise<number | null> {
  const { rows } = await pool.query<{ at: string | null }>(
    `SELECT least(
      (SELECT min(wake_at) FROM deployment WHERE status IN ('pending', 'running') AND wake_at > $1),
      (SELECT min(wake_at) FROM schedule WHERE wake_at > $1),
      (SELECT min(wake_at) FROM departure WHERE wake_at > $1),
      (SELECT min(due_at) FROM message WHERE parked IS NULL AND due_at > $1
        AND (sent_revision IS NULL OR sent_revision < revision))) AS at`,
    [now],
  );
  const at = rows[0]?.at ?? null;
  return at === null ? null : Number(at);
}
