import { FINDERS, FOLLOWED, type Spike, type SpikeCount } from '../domain/deployment/spike.ts';

export interface SpikeCounts {
  add(spikes: readonly Spike[]): void;
  /** Of each kind there can be, those that were never seen as well. */
  all(): readonly SpikeCount[];
}

/** How many spikes this process was told of since it began; one that is told again after a crash counts again. */
export function createSpikeCounts(): SpikeCounts {
  const kinds = FINDERS.flatMap((by) => FOLLOWED.map((followed) => ({ by, followed, n: 0 })));
  return {
    add(spikes) {
      for (const { by, followed } of spikes) {
        const kind = kinds.find((one) => one.by === by && one.followed === followed);
        if (kind) kind.n += 1;
      }
    },
    all: () => kinds.map((kind) => ({ ...kind })),
  };
}
