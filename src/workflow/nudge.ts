import type { Store } from '../ports/store.ts';
import type { Wakes } from './wake.ts';

/** The same store, which also says at once that there is something to tell, and wakes what has something to do. */
export function nudging(store: Store, nudge: () => void, wakes: Wakes): Store {
  return {
    ...store,
    async change(about, decide) {
      const recorded = await store.change(about, decide);
      if (recorded.kind === 'recorded') {
        wakes.recorded(about, recorded);
        nudge();
      }
      return recorded;
    },
  };
}
