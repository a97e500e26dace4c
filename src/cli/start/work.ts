import type { Log } from '../../ports/log.ts';
import type { QueueConnection } from '../../queue/connection.ts';
import type { Runners } from '../../queue/runners.ts';
import { startWorkers } from '../../queue/worker.ts';
import { repeat } from '../../workflow/schedule.ts';
import type { Closing } from './closing.ts';

const SWEEP_MS = 1_000;
const CONCURRENCY = { inbox: 8, advance: 16, deliver: 8 } as const;

/** The working half: answers the bells and finds what was forgotten. */
export function startWork(
  fairway: { readonly runners: Runners; readonly sweep: () => Promise<number> },
  queue: QueueConnection,
  closing: Closing,
  log: Log,
): void {
  const sweeping = repeat('sweep', SWEEP_MS, fairway.sweep, log);
  closing.add('the sweep', sweeping.stop);
  const workers = startWorkers(queue, fairway.runners, { concurrency: CONCURRENCY, log });
  closing.add('work under way', workers.close);
}
