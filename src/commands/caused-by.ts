import type { Store } from '../ports/store.ts';

/** The same store, whose changes also finish the act that asked for them, in their transaction. */
export function causedBy(store: Store, act: string | undefined): Store {
  if (act === undefined) return store;
  return { ...store, change: (about, decide) => store.change({ ...about, cause: act }, decide) };
}
