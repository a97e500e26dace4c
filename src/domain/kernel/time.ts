/** Milliseconds since the epoch. The domain never asks what time it is: it is told. */
export type Instant = number & { readonly instant: unique symbol };

export function instant(ms: number): Instant {
  return ms as Instant;
}

export function plus(at: Instant, ms: number): Instant {
  return instant(at + ms);
}

/** The earlier of two moments, where null means never. */
export function sooner(a: Instant | null, b: Instant | null): Instant | null {
  if (a === null) return b;
  if (b === null) return a;
  return a < b ? a : b;
}
