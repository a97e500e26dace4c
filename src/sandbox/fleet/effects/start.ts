import { z } from 'zod';
import { deployed, slotOf, withSlot } from '../state/fleet-state.ts';
import { nameTarget } from '../targets.ts';
import { type EffectKind, failed } from './effect-kind.ts';
import { artifact, checkArtifacts, effectFields } from './request.ts';

const request = z
  .object({ ...effectFields, ...artifact.shape })
  .superRefine((asked, context) => checkArtifacts(asked.service, [asked], context))
  .readonly();
export type Start = z.infer<typeof request>;

/** The version runs healthy at weight 0 (or at the weight it has already). */
export const start: EffectKind<Start> = {
  kind: 'start',
  request,
  accept(state, asked) {
    const slot = slotOf(state, asked);
    if (slot.versions.some(({ digest }) => digest === asked.digest)) return { to: state };
    if (!state.pulled.includes(asked.digest))
      return failed(
        'not-pulled',
        `${asked.version} (${asked.digest}) was not pulled; prestage it first`,
      );
    const versions = [...slot.versions, deployed(asked, 0)];
    return { to: withSlot(state, { ...slot, versions }), did: `started ${asked.version}` };
  },
  progress(state, asked, running) {
    const wanted = slotOf(state, asked).versions.some(({ digest }) => digest === asked.digest);
    if (!wanted)
      return failed(
        'stopped-before-ready',
        `${asked.version} was stopped in ${nameTarget(asked)} before it was ready`,
      ).failed;
    return running.ready(asked, asked.digest) ? { state: 'done' } : { state: 'running' };
  },
};
