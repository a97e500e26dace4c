/** Waits for its turn; the answer ends it. @throws when none came in time */
export type Turn = (mostMs: number) => Promise<() => void>;

/** One at a time, in the order of asking: a browser needs more memory than a walk of requests. */
export function createTurns(): Turn {
  let last: Promise<void> = Promise.resolve();
  return async (mostMs) => {
    const before = last;
    let end = (): void => undefined;
    last = new Promise((resolve) => {
      end = resolve;
    });
    let bell: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<boolean>((resolve) => {
      bell = setTimeout(() => resolve(true), mostMs);
    });
    const isLate = await Promise.race([before.then(() => false), late]);
    clearTimeout(bell);
    if (!isLate) return end;
    before.then(end);
    throw new Error('its browser walks another journey');
  };
}
