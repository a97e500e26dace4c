import type { BellName } from '../../ports/bell.ts';
import type { Log } from '../../ports/log.ts';
import type { QueueConnection } from '../../queue/connection.ts';
import { BELLS, type Runners } from '../../queue/runners.ts';
import { startWorkers } from '../../queue/worker.ts';
import { type Loop, repeat } from '../../workflow/schedule.ts';

const SWEEP_MS = 1_000;
const SCHEDULES_MS = 1_000;
const HAND_OFFS_MS = 5_000;
const WATCH_MS = 3_000;
const RECONCILE_MS = 15_000;
const LOOK_MS = 3_000;
const JOURNEYS_MS = 2_000;
/** So many journeys are walked at once at most: one that is slow keeps no other from its pace. */
const WALKERS = 3;
const CALENDARS_MS = 5_000;
/** Stores make their feeds anew a few times an hour at most. */
const REVIEWS_MS = 15 * 60_000;
/** Far shorter than the first look at what users write. */
const FEEDBACK_MS = 5 * 60_000;
const EMIT_MS = 1_000;
/** Most of an act's time its answer is on the way to Slack: with 8 at once, 30 a second was all there was. */
const CONCURRENCY = { inbox: 32, advance: 16, back: 8, deliver: 8 } as const;
/** Enough to show on cards that the workers are gone. */
const OF_WEB = { deliver: 4 } as const;

/** What moves by itself, of a Fairway. */
interface Moving {
  readonly runners: Runners;
  readonly sweep: (bells: readonly BellName[]) => Promise<number>;
  readonly fireSchedules: () => Promise<number>;
  readonly tendHandOffs: () => Promise<number>;
  readonly watch: () => Promise<void>;
  readonly reconcile: () => Promise<number>;
  readonly lookAround: () => Promise<void>;
  readonly watchJourneys: () => Promise<void>;
  readonly watchStanding: () => Promise<void>;
  readonly readCalendars: () => Promise<void>;
  readonly alerts: {
    readonly readReviews: () => Promise<void>;
    readonly tellRises: () => Promise<void>;
  };
  readonly emit: () => Promise<void>;
}

export interface Working {
  /** Takes nothing new and waits for what is under way. */
  stop(): Promise<void>;
}

/**
 * What goes on by itself: answers the bells, finds what was forgotten, tells who is silent. `web` drives
 * nothing, since it holds no way to where versions run, and still brings messages up to date: when the
 * last worker is gone, somebody must be able to say so.
 */
export function startWork(
  fairway: Moving,
  role: 'web' | 'worker' | 'all',
  queue: QueueConnection,
  relay: Loop,
  log: Log,
): Working {
  const concurrency = role === 'web' ? OF_WEB : CONCURRENCY;
  const bells: readonly BellName[] = role === 'web' ? ['deliver'] : BELLS;
  const workers = startWorkers(queue, fairway.runners, { concurrency, log });
  const loops = [
    ...(role === 'web' ? [] : [repeat('schedules', SCHEDULES_MS, fairway.fireSchedules, log)]),
    ...(role === 'web' ? [] : [repeat('hand-offs', HAND_OFFS_MS, fairway.tendHandOffs, log)]),
    repeat('sweep', SWEEP_MS, () => fairway.sweep(bells), log),
    repeat('watch', WATCH_MS, fairway.watch, log),
    repeat('reconcile', RECONCILE_MS, fairway.reconcile, log),
    ...(role === 'web' ? [] : [repeat('look around', LOOK_MS, fairway.lookAround, log)]),
    ...(role === 'web' ? [] : [repeat('standing', LOOK_MS, fairway.watchStanding, log)]),
    ...(role === 'web' ? [] : walkers(fairway, log)),
    ...(role === 'web' ? [] : [repeat('calendars', CALENDARS_MS, fairway.readCalendars, log)]),
    ...(role === 'web' ? [] : [repeat('reviews', REVIEWS_MS, fairway.alerts.readReviews, log)]),
    ...(role === 'web' ? [] : [repeat('feedback', FEEDBACK_MS, fairway.alerts.tellRises, log)]),
    ...(role === 'web' ? [] : [repeat('emit', EMIT_MS, fairway.emit, log)]),
  ];
  for (const loop of loops) loop.now();
  return {
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()));
      await workers.close();
      await relay.stop();
    },
  };
}

function walkers({ watchJourneys }: Moving, log: Log): readonly Loop[] {
  return Array.from({ length: WALKERS }, () => repeat('journeys', JOURNEYS_MS, watchJourneys, log));
}
