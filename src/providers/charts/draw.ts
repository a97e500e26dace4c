import { Worker } from 'node:worker_threads';
import type { Chart, Draw, Drawn } from '../../ports/chart.ts';
import type { Log } from '../../ports/log.ts';
import type { Done, Wanted } from './drawing-thread.ts';

export interface Drawing {
  readonly draw: Draw;
  /** Ends the thread where there is one. */
  close(): Promise<void>;
}

/** How long the thread stays for the next chart: what it holds is some 80 MB. */
const IDLE_MS = 60_000;
/** The first chart loads the library as well. */
const PATIENCE_MS = 20_000;
const MOST_WAITING = 50;
const MOST_BYTES = 1_000_000;

/**
 * Draws in a thread of its own that comes with the first chart and goes when none was asked for in a
 * minute: who never draws pays nothing, and answers to people do not wait behind a picture.
 */
export function createDrawing(
  log: Log,
  thread = new URL(
    `./drawing-thread${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`,
    import.meta.url,
  ),
): Drawing {
  let worker: Worker | null = null;
  let idle: NodeJS.Timeout | undefined;
  let cannot: Drawn | null = null;
  let n = 0;
  const waiting = new Map<number, (drawn: Drawn) => void>();

  function settle(nth: number, drawn: Drawn): void {
    waiting.get(nth)?.(drawn);
    waiting.delete(nth);
    if (waiting.size === 0) rest();
  }

  function rest(): void {
    clearTimeout(idle);
    idle = setTimeout(() => void end(), IDLE_MS).unref();
  }

  async function end(): Promise<void> {
    const ending = worker;
    worker = null;
    clearTimeout(idle);
    for (const resolve of waiting.values()) resolve(failed('the thread that draws has ended'));
    waiting.clear();
    await ending?.terminate();
  }

  function begin(): Worker {
    const begun = new Worker(thread, {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 256 },
    });
    begun.unref();
    begun.on('message', ({ n: nth, drawn }: Done) => settle(nth, checked(drawn)));
    begun.on('error', (error) => {
      log.warn({ err: error }, 'the thread that draws charts has failed');
      if (worker === begun) void end();
    });
    return begun;
  }

  function checked(drawn: Drawn): Drawn {
    if (drawn.kind === 'drawn' && drawn.png.length > MOST_BYTES) return failed('it is too large');
    if (drawn.kind !== 'cannot') return drawn;
    // Said once: nothing about it changes before the next start.
    if (!cannot)
      log.warn({ why: drawn.why }, 'charts cannot be drawn here, answers are text alone');
    cannot = drawn;
    return drawn;
  }

  return {
    draw: async (chart: Chart) => {
      if (cannot) return cannot;
      if (waiting.size >= MOST_WAITING) return failed('too many charts are waiting');
      n += 1;
      const wanted: Wanted = { n, chart };
      clearTimeout(idle);
      worker ??= begin();
      const { promise, resolve } = Promise.withResolvers<Drawn>();
      waiting.set(wanted.n, resolve);
      const patience = setTimeout(() => void end(), PATIENCE_MS);
      worker.postMessage(wanted);
      return promise.finally(() => clearTimeout(patience));
    },
    close: end,
  };
}

function failed(why: string): Drawn {
  return { kind: 'failed', why };
}
