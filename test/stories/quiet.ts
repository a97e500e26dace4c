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
  readonly due: () => Promise<Due>;
}

/** What has something to do now: the rest is not called, which would be ten questions that find nothing. */
interface Due {
  readonly untold: boolean;
  readonly acts: boolean;
  readonly messages: boolean;
  readonly deployments: boolean;
  readonly schedules: boolean;
  readonly handOffs: boolean;
}

const EVERYTHING: Due = {
  ...{ untold: true, acts: true, messages: true },
  ...{ deployments: true, schedules: true, handOffs: true },
};

/** Everything that has anything to do now does it, until all is quiet; then the watch looks who is. */
export async function settle(moving: Moving, isTime: boolean): Promise<void> {
  const { fairway, run, bells, due } = moving;
  await untilQuiet(moving, isTime ? EVERYTHING : await due());
  if (!isTime) return;
  await fairway.watch();
  await fairway.reconcile();
  if (bells === undefined) {
    await fairway.lookAround();
    await fairway.watchJourneys();
    await fairway.watchStanding();
  }
  await run();
  if (bells !== undefined) return;
  // What they found is told before anybody reads, so that no story needs to know in which turn they look.
  const found = await due();
  if (isAny(found)) await untilQuiet(moving, found);
}

/** The first turn asks in any case who has left. */
async function untilQuiet(moving: Moving, first: Due): Promise<void> {
  let due = first;
  for (let round = 0; round < 20; round += 1) {
    if (round > 0) due = await moving.due();
    if (round > 0 && !isAny(due)) return;
    if ((await turn(moving, due)) === 0) return;
  }
}

function isAny(due: Due): boolean {
  return Object.values(due).includes(true);
}

/** How much was found to do; whatever is told may make anything due. */
async function turn({ fairway, run, bells }: Moving, due: Due): Promise<number> {
  const { untold } = due;
  if (!bells) await fairway.readCalendars();
  if (untold) await fairway.relay();
  let found = await fairway.sweep(bells ?? bellsOf(due));
  if (!bells && (due.schedules || untold)) found += await fairway.fireSchedules();
  if (!bells && (due.handOffs || untold)) found += await fairway.tendHandOffs();
  await run();
  return found;
}

function bellsOf({ untold, acts, messages, deployments }: Due): readonly BellName[] {
  const bells: readonly (readonly [BellName, boolean])[] = [
    ['back', deployments],
    ['advance', deployments],
    ['inbox', acts],
    ['deliver', messages],
  ];
  return bells.filter(([, isDue]) => isDue || untold).map(([bell]) => bell);
}

/** One question instead of the ten that find nothing. */
export async function askDue(pool: Pool, now: Instant): Promise<Due> {
  const { rows } = await pool.query<Due>(
    `SELECT EXISTS (SELECT FROM outbox WHERE told_at IS NULL)
        OR EXISTS (SELECT FROM emission WHERE over_at IS NULL AND due_at <= $1) AS untold,
      EXISTS (SELECT FROM inbox WHERE done_at IS NULL) AS acts,
      EXISTS (SELECT FROM message WHERE (sent_revision IS NULL OR sent_revision < revision)
        AND (parked IS NULL AND due_at <= $1 OR retry_at <= $1)) AS messages,
      EXISTS (SELECT FROM deployment WHERE status IN ('pending', 'running') AND wake_at <= $1) AS deployments,
      EXISTS (SELECT FROM schedule WHERE wake_at <= $1)
        OR EXISTS (SELECT FROM departure WHERE wake_at <= $1) AS schedules,
      EXISTS (SELECT FROM hand_off WHERE wake_at <= $1) AS "handOffs"`,
    [now],
  );
  return rows[0] ?? EVERYTHING;
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
