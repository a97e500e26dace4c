import { z } from 'zod';
import type { BellName } from '../ports/bell.ts';
import type { Log } from '../ports/log.ts';
import type { QueueConnection } from './connection.ts';
import { BELLS, type Runners } from './runners.ts';

const Payload = z.object({ id: z.string() });

export interface Workers {
  /** Takes nothing new and resolves when what was begun is done. */
  close(): Promise<void>;
}

/**
 * Answers the bells. A runner that throws is logged and its job dropped: the truth is in the tables,
 * where the sweep finds what is still to be done.
 * @param concurrency how many rows of each kind this process works on at once; a bell without a
 *   number is not answered here
 */
export function startWorkers(
  queue: QueueConnection,
  runners: Runners,
  {
    concurrency,
    log,
  }: { readonly concurrency: Readonly<Partial<Record<BellName, number>>>; readonly log: Log },
): Workers {
  const workers = BELLS.flatMap((bell) => {
    const most = concurrency[bell];
    if (most === undefined) return [];
    return [queue.work(bell, (payload) => answer(bell, payload, runners, log), most)];
  });
  return {
    async close() {
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}

async function answer(bell: BellName, payload: unknown, runners: Runners, log: Log): Promise<void> {
  const parsed = Payload.safeParse(payload);
  if (!parsed.success) {
    log.warn({ bell }, 'job without an id, dropped');
    return;
  }
  const { id } = parsed.data;
  try {
    await runners[bell](id);
  } catch (error) {
    log.error({ bell, id, error: String(error) }, 'job failed, left to the sweep');
  }
}
