import type { Unhurried } from '../domain/kernel/unhurried.ts';

/** So long others wait for one piece: a person who presses a button does not notice it. */
const PIECE_MS = 5;

/** Works it out to the end, letting what else waits in this process go first every few milliseconds. */
export async function inPieces<T>(work: Unhurried<T>): Promise<T> {
  for (;;) {
    const until = performance.now() + PIECE_MS;
    do {
      const { done, value } = work.next();
      if (done) return value;
    } while (performance.now() < until);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
