import { type Instant, instant } from '../../../src/domain/kernel/time.ts';
import type { PagePictures } from '../../../src/ports/page-pictures.ts';
import type { KeptPicture, Pictures } from '../../../src/ports/pictures.ts';
import { withoutPictures } from '../../../src/slack/picture-blocks.ts';
import type { Showing } from '../../../src/slack/pictures.ts';

/** The contract of the port in memory. */
export function createMemoryPictures(now: () => Instant = () => instant(0)): Pictures {
  const kept = new Map<string, KeptPicture>();
  return {
    find: async (key) => kept.get(key) ?? null,
    async keep(key, file) {
      const first = kept.get(key) ?? { file, at: now() };
      kept.set(key, first);
      return first;
    },
    async forget(file) {
      for (const [key, one] of kept) if (one.file === file) kept.delete(key);
    },
  };
}

/** Pages that are kept, by their keys. */
export function createMemoryPages(
  all: Readonly<Record<string, Uint8Array>> = {},
): PagePictures & { readonly left: ReadonlyMap<string, Uint8Array> } {
  const left = new Map(Object.entries(all));
  return {
    left,
    find: async (key) => left.get(key) ?? null,
    drop: async (key) => void left.delete(key),
  };
}

/** For stories without charts. */
export const noPictures: Showing = {
  lacks: () => null,
  refused: async () => {},
  async shown(content) {
    return { kind: 'shown', content: withoutPictures(content), lacks: null, fresh: false };
  },
};
