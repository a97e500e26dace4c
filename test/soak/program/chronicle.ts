import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const Remembered = z.object({
  keys: z.array(
    z.object({ key: z.string(), kind: z.string(), outcome: z.object({ state: z.string() }) }),
  ),
  effects: z.array(
    z.object({
      seq: z.number(),
      key: z.string(),
      kind: z.string(),
      service: z.string(),
      environment: z.string(),
      detail: z.string(),
    }),
  ),
});
type Remembered = z.infer<typeof Remembered>;
export type EffectSeen = Remembered['effects'][number];
export type KeySeen = Remembered['keys'][number];

/** Everything the fleet ever did and was asked, which it forgets after a few thousand itself. */
export interface Chronicle {
  /** Reads on; call it often enough. */
  read(): Promise<void>;
  effects(): readonly EffectSeen[];
  keys(): ReadonlyMap<string, KeySeen>;
}

/** The fleet's own file is read, not its API: what it says about itself is what survived on disk. */
export function createChronicle(fleetFolder: string): Chronicle {
  const effects = new Map<number, EffectSeen>();
  const keys = new Map<string, KeySeen>();
  return {
    async read() {
      const text = await readFile(join(fleetFolder, 'fleet.json'), 'utf8');
      const remembered = Remembered.parse(JSON.parse(text));
      for (const effect of remembered.effects) effects.set(effect.seq, effect);
      for (const key of remembered.keys) keys.set(key.key, key);
    },
    effects: () => [...effects.values()].toSorted((a, b) => a.seq - b.seq),
    keys: () => keys,
  };
}
