import type { Log } from '../ports/log.ts';

/** Something repeated until it is stopped; `now` asks for a turn at once. */
export interface Loop {
  now(): void;
  /** Waits for the turn under way. */
  stop(): Promise<void>;
}

/**
 * Runs `turn` every `everyMs` and whenever it is asked for, one turn at a time. A turn that throws is
 * logged and the next one comes as usual: the database may be away and will be back.
 */
export function repeat(
  name: string,
  everyMs: number,
  turn: () => Promise<unknown>,
  log: Log,
): Loop {
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;

  async function run(): Promise<void> {
    do {
      again = false;
      await turn().catch((error: unknown) => {
        log.warn({ loop: name, error: String(error) }, 'a turn failed and will be repeated');
      });
    } while (again && !stopped);
    running = null;
  }
  function now(): void {
    if (stopped) return;
    if (running) again = true;
    else running = run();
  }
  const timer = setInterval(now, everyMs);
  return {
    now,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
