const KEPT = 10_000;

/** A map that forgets what was longest not set: whoever floods it with new keys fills no memory. */
export interface LastSeen<V> {
  get(key: string): V | undefined;
  set(key: string, value: V): void;
  delete(key: string): void;
}

export function createLastSeen<V>(): LastSeen<V> {
  const all = new Map<string, V>();
  return {
    get: (key) => all.get(key),
    delete: (key) => void all.delete(key),
    set(key, value) {
      all.delete(key);
      all.set(key, value);
      const [oldest] = all.keys();
      if (all.size > KEPT && oldest !== undefined) all.delete(oldest);
    },
  };
}
