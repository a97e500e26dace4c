import { z } from 'zod';
import type { EffectKind } from './effect-kind.ts';
import { artifact, checkArtifacts, effectFields } from './request.ts';

const request = z
  .object({ ...effectFields, artifacts: z.array(artifact).min(1).max(10) })
  .superRefine((asked, context) => checkArtifacts(asked.service, asked.artifacts, context))
  .readonly();
export type Prestage = z.infer<typeof request>;

/** Every digest is in the local cache. The pull itself is the effect, logged when it has ended. */
export const prestage: EffectKind<Prestage> = {
  kind: 'prestage',
  request,
  accept: (state) => ({ to: state }),
  progress: (state, { artifacts }) =>
    artifacts.every(({ digest }) => state.pulled.includes(digest))
      ? { state: 'done' }
      : { state: 'running' },
};
