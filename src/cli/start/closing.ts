import type { Log } from '../../ports/log.ts';

/** What was started, to be closed in the opposite order. */
export interface Closing {
  add(name: string, close: () => Promise<unknown>): void;
  /**
   * Closes everything, one after the other; what fails to close does not keep the rest open.
   * @returns names of what was not closed when `withinMs` were over
   */
  all(withinMs: number): Promise<readonly string[]>;
}

interface Open {
  readonly name: string;
  readonly close: () => Promise<unknown>;
}

export function createClosing(log: Log): Closing {
  const open: Open[] = [];
  async function closeAll(): Promise<void> {
    for (let last = open.at(-1); last; last = open.at(-1)) {
      const { name, close } = last;
      await close().catch((error: unknown) => {
        log.warn({ part: name, error: String(error) }, 'a part did not close');
      });
      open.splice(open.indexOf(last), 1);
    }
  }
  return {
    add: (name, close) => void open.push({ name, close }),
    async all(withinMs) {
      const { promise: late, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, withinMs);
      await Promise.race([closeAll(), late]);
      clearTimeout(timer);
      return open.toReversed().map(({ name }) => name);
    },
  };
}
