/** Random numbers that a seed repeats exactly, for what is worked out by playing it. */
export interface Dice {
  /** From 0 to below 1. */
  uniform(): number;
  /** How many arrive when `mean` do on average, each independent of the others (Poisson). */
  arrivals(mean: number): number;
}

/** Above this many a normal number, rounded, cannot be told from a Poisson one here. */
const MANY = 60;

/** Mulberry32. */
export function createDice(seed: number): Dice {
  let state = seed | 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const arrivals = (mean: number): number => {
    if (mean > MANY) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
    const limit = Math.exp(-mean);
    let n = 0;
    for (let product = uniform(); product > limit; product *= uniform()) n += 1;
    return n;
  };
  return { uniform, arrivals };
}
