import type { Log } from '../../ports/log.ts';
import type { QueueConnection } from '../../queue/connection.ts';
import type { Runners } from '../../queue/runners.ts';
import { startWorkers } from '../../queue/worker.ts';
import { type Loop, repeat } from '../../workflow/schedule.ts';

const SWEEP_MS = 1_000;
const CONCURRENCY = { inbox: 8, advance: 16, deliver: 8 } as const;

export interface Working {
  /** Takes nothing new and waits for what is under way. */
  stop(): Promise<void>;
}

/** The working half: answers the bells, tells what was recorded, finds what was forgotten. */
export function startWork(
  fairway: { readonly runners: Runners; readonly sweep: () => Promise<number> },
  queue: QueueConnection,
  relay: Loop,
  log: Log,
): Working {
  const workers = startWorkers(queue, fairway.runners, { concurrency: CONCURRENCY, log });
  const sweeping = repeat('sweep', SWEEP_MS, fairway.sweep, log);
  return {
    async stop() {
      await sweeping.stop();
      await workers.close();
      await relay.stop();
    },
  };
}
