/** How much of a pause between two ticks counts. */
const MOST_MS = 50;
const TICK_MS = 10;

/**
 * Begins to count the milliseconds in which this process is awake: it asks, is answered and waits. While the machine
 * lets it stand still nothing counts, for nobody is late then but the machine. What keeps the processor does not
 * count either: see `process.cpuUsage`.
 * @returns tells how many there were, and ends the count
 */
export function awake(): () => number {
  let ms = 0;
  let at = performance.now();
  const tick = (): void => {
    const now = performance.now();
    ms += Math.min(MOST_MS, now - at);
    at = now;
  };
  const timer = setInterval(tick, TICK_MS);
  return () => {
    clearInterval(timer);
    tick();
    return ms;
  };
}

/** Milliseconds of the processor that this took. */
export function kept(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
