import type { Store } from '../ports/store.ts';

/** The same store, which also says at once that there is something to tell. */
export function nudging(store: Store, nudge: () => void): Store {
  return {
    ...store,
    async change(about, decide) {
      const recorded = await store.change(about, decide);
      if (recorded.kind === 'recorded') nudge();
      return recorded;
    },
  };
}
