import { z } from 'zod';
import { slotOf, withSlot } from '../state/fleet-state.ts';
import { type EffectKind, failed } from './effect-kind.ts';
import { artifact, checkArtifacts, effectFields } from './request.ts';
import { unfitToServe } from './shift.ts';

const request = z
  .object({ ...effectFields, live: artifact, standby: artifact.optional() })
  .superRefine(({ live, standby, service }, context) => {
    checkArtifacts(service, [live, standby], context);
    if (standby?.digest === live.digest) context.addIssue('`standby` must be another digest');
  })
  .readonly();
export type Finish = z.infer<typeof request>;

/** `live` gets everything, `standby` runs at weight 0, all others are drained and stopped. */
export const finish: EffectKind<Finish> = {
  kind: 'finish',
  request,
  accept(state, asked, running) {
    const slot = slotOf(state, asked);
    const unfit = unfitToServe(slot, asked, asked.live, running);
    if (unfit !== null) return { failed: unfit };
    const { live, standby } = asked;
    if (standby !== undefined && !slot.versions.some(({ digest }) => digest === standby.digest))
      return failed(
        'standby-not-running',
        `${standby.version} does not run, so it cannot stand by; start it or leave it out`,
      );
    const keep = slot.versions.filter(({ digest }) =>
      [live.digest, standby?.digest].includes(digest),
    );
    const versions = keep.map((one) => ({ ...one, weight: one.digest === live.digest ? 100 : 0 }));
    if (sameWeights(versions, slot.versions)) return { to: state };
    const stopped = slot.versions.filter((one) => !keep.includes(one));
    const did = [
      `${live.version} 100 %`,
      ...(standby === undefined ? [] : [`${standby.version} stands by`]),
      ...stopped.map(({ version }) => `stopped ${version}`),
    ].join(', ');
    return { to: withSlot(state, { ...slot, versions }), did };
  },
  progress: (_state, asked, running) =>
    running.leaving(asked) === 0 ? { state: 'done' } : { state: 'running' },
};

type Weighted = readonly { readonly digest: string; readonly weight: number }[];

function sameWeights(a: Weighted, b: Weighted): boolean {
  return (
    a.length === b.length &&
    a.every((one, i) => one.digest === b[i]?.digest && one.weight === b[i].weight)
  );
}
