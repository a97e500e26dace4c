/** How much at once, and how much again each second. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/** Token buckets by key, in this process. */
export interface Buckets {
  /** Takes one token: 0 when there was one, otherwise the milliseconds until there is; none is taken then. */
  take(key: string): number;
  /** Nothing more for this long, as Slack's Retry-After asks. */
  block(key: string, forMs: number): void;
}

const KEPT = 10_000;
/** What refilling in fractions leaves over. */
const DUST = 1e-6;

export function createBuckets(rate: Rate, now: () => number): Buckets {
  const all = new Map<string, { tokens: number; at: number }>();
  const current = (key: string): { tokens: number; at: number } => {
    const at = now();
    const known = all.get(key) ?? { tokens: rate.burst, at };
    if (at <= known.at) return known;
    const tokens = Math.min(rate.burst, known.tokens + ((at - known.at) / 1000) * rate.perSecond);
    return { tokens, at };
  };
  const keep = (key: string, bucket: { tokens: number; at: number }): void => {
    all.delete(key);
    all.set(key, bucket);
    // The longest untouched is the fullest, so forgetting it gives nothing away under a flood of keys.
    const [oldest] = all.keys();
    if (all.size > KEPT && oldest !== undefined) all.delete(oldest);
  };
  return {
    take(key) {
      const bucket = current(key);
      const waitMs = Math.max(0, bucket.at - now());
      if (waitMs > 0) return waitMs;
      const missing = 1 - bucket.tokens;
      if (missing > DUST) return Math.ceil((missing / rate.perSecond) * 1000 - DUST);
      keep(key, { tokens: bucket.tokens - 1, at: bucket.at });
      return 0;
    },
    block(key, forMs) {
      keep(key, { tokens: 1, at: now() + forMs });
    },
  };
}
