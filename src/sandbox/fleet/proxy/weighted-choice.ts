export interface Weighted<T> {
  readonly item: T;
  readonly weight: number;
}

export interface WeightedChoice<T> {
  /** Replaces the weights. The same weights again change nothing, not even who is next. */
  set(entries: readonly Weighted<T>[]): void;
  next(): T | undefined;
}

/**
 * Smooth weighted round robin, as nginx' upstream module does it: each turn everyone earns its weight,
 * the richest is chosen and pays the total. Over any `total` turns in a row each is chosen exactly
 * `weight` times, evenly spread.
 */
export function createWeightedChoice<T>(): WeightedChoice<T> {
  let entries: { readonly item: T; readonly weight: number; current: number }[] = [];
  return {
    set(next) {
      const positive = next.filter(({ weight }) => weight > 0);
      const same =
        positive.length === entries.length &&
        positive.every(({ item, weight }, i) => {
          const old = entries[i];
          return old !== undefined && old.item === item && old.weight === weight;
        });
      if (!same) entries = positive.map((entry) => ({ ...entry, current: 0 }));
    },
    next() {
      let best = entries[0];
      let total = 0;
      for (const entry of entries) {
        entry.current += entry.weight;
        total += entry.weight;
        if (best !== undefined && entry.current > best.current) best = entry;
      }
      if (best !== undefined) best.current -= total;
      return best?.item;
    },
  };
}
