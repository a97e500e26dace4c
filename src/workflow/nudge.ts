import { isDue } from '../domain/deployment/deployment.ts';
import type { Bell } from '../ports/bell.ts';
import type { About, Recorded, Store } from '../ports/store.ts';

/**
 * The same store, which also says at once that there is something to tell. Whoever is told wakes what it happened to,
 * in its turn behind all else that happened; what goes back waits for nobody, and its own bell rings at once.
 */
export function nudging(
  store: Store,
  { nudge, bell }: { readonly nudge: () => void; readonly bell: Bell },
): Store {
  return {
    ...store,
    async change(about, decide) {
      const recorded = await store.change(about, decide);
      if (recorded.kind !== 'recorded') return recorded;
      nudge();
      // Lost where it fails: the sweep looks for these every second.
      for (const id of goingBack(about, recorded)) bell.ring('back', id).catch(() => {});
      return recorded;
    },
  };
}

/** Rollbacks that have something to do now and are in nobody's hands: one that is driven goes on by itself. */
function goingBack(
  { deployment, drive }: About,
  { rows, now }: Extract<Recorded, { kind: 'recorded' }>,
): readonly string[] {
  return rows.flatMap((one) => {
    if (one.table !== 'deployment' || one.row.kind !== 'rollback') return [];
    const isDriven = drive !== undefined && one.row.id === deployment;
    return !isDriven && isDue(one.row, now) ? [one.row.id] : [];
  });
}
