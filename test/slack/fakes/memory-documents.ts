import type { Documents } from '../../../src/ports/documents.ts';

/** As the store keeps them, for as long as a test takes. */
export function createMemoryDocuments(): Documents {
  const begun = new Map<string, string | null>();
  return {
    async begin(act) {
      if (begun.has(act)) return false;
      begun.set(act, null);
      return true;
    },
    find: async (act) => begun.get(act) ?? null,
    made: async (act, address) => void begun.set(act, address),
    drop: async (act) => void begun.delete(act),
  };
}
