import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isDigest } from '../../../domain/artifact/artifact.ts';
import type { Log } from '../../log.ts';
import { type FleetState, firstState } from './fleet-state.ts';

const digest = z.string().refine(isDigest);
const target = { service: z.string(), environment: z.string() };
const outcome = z.discriminatedUnion('state', [
  z.object({ state: z.literal('running') }),
  z.object({ state: z.literal('done') }),
  z.object({ state: z.literal('failed'), code: z.string(), why: z.string() }),
]);
const deployed = z.object({
  version: z.string(),
  digest,
  weight: z.number(),
  proven: z.boolean(),
});
const effect = z.object({
  ...target,
  seq: z.number(),
  key: z.string(),
  kind: z.string(),
  detail: z.string(),
  at: z.string(),
});
const fleetState: z.ZodType<FleetState> = z.object({
  format: z.literal(1),
  registryUp: z.boolean(),
  tags: z.array(z.object({ service: z.string(), tag: z.string(), version: z.string() })),
  pulled: z.array(digest),
  slots: z.array(z.object({ ...target, epoch: z.number(), versions: z.array(deployed) })),
  keys: z.array(
    z.object({ ...target, key: z.string(), kind: z.string(), request: z.unknown(), outcome }),
  ),
  effects: z.array(effect),
});

export interface StateFile {
  load(): FleetState;
  save(state: FleetState): void;
}

/**
 * The fleet's memory: `<folder>/fleet.json`, replaced whole by rename, so a kill at any moment leaves
 * the old text or the new. A file that cannot be read is set aside as `fleet.json.unreadable` and the
 * fleet starts anew. Synchronous on purpose: an effect is on disk before anything else runs.
 */
export function openStateFile(folder: string, log: Log): StateFile {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'fleet.json');
  return {
    load() {
      if (!existsSync(path)) return firstState();
      try {
        return fleetState.parse(JSON.parse(readFileSync(path, 'utf8')));
      } catch (error) {
        const aside = `${path}.unreadable`;
        renameSync(path, aside);
        log.warn(
          { error: String(error), aside },
          'the fleet cannot read its state and starts anew',
        );
        return firstState();
      }
    },
    save(state) {
      const next = `${path}.next`;
      const file = openSync(next, 'w');
      try {
        writeSync(file, JSON.stringify(state));
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(next, path);
    },
  };
}
