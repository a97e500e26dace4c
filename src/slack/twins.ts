import { createLastSeen } from './last-seen.ts';

/** Nobody means a second rollback within this: it is the same wish, pressed harder. */
const TWIN_MS = 1_000;

/** Tells what somebody asked for a moment ago in the same words and was taken. */
export interface Twins {
  /**
   * Takes it by `take`, or waits for its twin to be taken: `twin` when that stands for this one.
   * @throws what `take` throws, and then there is no twin
   */
  once(key: string, take: () => Promise<boolean>): Promise<'fresh' | 'known' | 'twin'>;
}

export function createTwins(now: () => number): Twins {
  const taken = createLastSeen<{ readonly at: number; readonly taking: Promise<boolean> }>();
  return {
    async once(key, take) {
      const before = taken.get(key);
      if (before && now() - before.at < TWIN_MS) {
        await before.taking;
        return 'twin';
      }
      const taking = take();
      taken.set(key, { at: now(), taking });
      try {
        return (await taking) ? 'fresh' : 'known';
      } catch (error) {
        taken.delete(key);
        throw error;
      }
    },
  };
}
