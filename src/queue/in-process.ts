import type { BellName, Doorbell } from '../ports/bell.ts';
import type { Log } from '../ports/log.ts';
import type { Runners } from './runners.ts';

/** A story that is still ringing after this many runs will ring for ever. */
const MOST_RUNS = 10_000;

export interface InProcess {
  readonly bell: Doorbell;
  /**
   * Answers what has rung, one by one in the order of ringing, and what that rings in turn, until all
   * is quiet. Nothing runs in between calls, so a story is the same every time.
   * @throws when it does not become quiet
   */
  settle(): Promise<void>;
}

/**
 * Bell and worker without a queue, for stories. `runners` is asked for at the first settle, since
 * runners are made of things that hold the bell.
 */
export function createInProcess(runners: () => Runners, log: Log): InProcess {
  const rung = new Map<string, { readonly bell: BellName; readonly id: string }>();
  let settling: Promise<void> | null = null;

  async function run(): Promise<void> {
    for (let runs = 0; runs < MOST_RUNS; runs += 1) {
      const [next] = rung;
      if (!next) return;
      const [key, { bell, id }] = next;
      rung.delete(key); // before the run: a ring during it counts as a new one
      try {
        await runners()[bell](id);
      } catch (error) {
        log.error({ bell, id, error: String(error) }, 'job failed, left to the sweep');
      }
    }
    throw new Error(`it does not settle: after ${MOST_RUNS} runs ${[...rung.keys()]} still ring`);
  }

  return {
    bell: {
      async ring(bell, id) {
        rung.set(`${bell} ${id}`, { bell, id });
      },
      ringIn: () => false, // a story's time is its own, and its sweep finds what is due by it
      unanswered: async () => 0, // a ring of its own for each row, however often it rings
    },
    settle() {
      settling ??= run().finally(() => {
        settling = null;
      });
      return settling;
    },
  };
}
