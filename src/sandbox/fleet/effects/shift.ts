import { z } from 'zod';
import type { Artifact } from '../../../domain/artifact/artifact.ts';
import type { Target } from '../../../domain/kernel/target.ts';
import { type Slot, slotOf, withSlot } from '../state/fleet-state.ts';
import { nameTarget } from '../targets.ts';
import { type EffectKind, type FailedOutcome, failed, type Running } from './effect-kind.ts';
import { artifact, checkArtifacts, effectFields } from './request.ts';

const request = z
  .object({
    ...effectFields,
    ...artifact.shape,
    percent: z.number().int().min(0).max(100),
    stable: artifact.optional(),
  })
  .superRefine((asked, context) => {
    const { service, digest, stable, percent } = asked;
    checkArtifacts(service, [asked, stable], context);
    if (percent < 100 && stable === undefined)
      context.addIssue('below 100 percent, `stable` says who gets the rest');
    if (stable?.digest === digest) context.addIssue('`stable` must be another digest');
  })
  .readonly();
export type Shift = z.infer<typeof request>;

/** The version gets exactly `percent` of the requests, `stable` the rest, every other version none. */
export const shift: EffectKind<Shift> = {
  kind: 'shift',
  request,
  accept(state, asked, running) {
    const { version, digest, percent, stable } = asked;
    const shares = [
      { artifact: { version, digest }, weight: percent },
      ...(stable === undefined ? [] : [{ artifact: stable, weight: 100 - percent }]),
    ].filter(({ weight }) => weight > 0);
    const slot = slotOf(state, asked);
    for (const share of shares) {
      const unfit = unfitToServe(slot, asked, share.artifact, running);
      if (unfit !== null) return { failed: unfit };
    }
    const weights = new Map(shares.map((share) => [share.artifact.digest, share.weight]));
    if (slot.versions.every((one) => one.weight === (weights.get(one.digest) ?? 0)))
      return { to: state };
    const versions = slot.versions.map((one) => ({ ...one, weight: weights.get(one.digest) ?? 0 }));
    const did = shares.map(({ artifact, weight }) => `${artifact.version} ${weight} %`).join(', ');
    return { to: withSlot(state, { ...slot, versions }), did };
  },
  progress: () => ({ state: 'done' }),
};

/** Why a version may not be given traffic, or null when it may. */
export function unfitToServe(
  slot: Slot,
  target: Target,
  { version, digest }: Artifact,
  running: Running,
): FailedOutcome | null {
  if (!slot.versions.some((one) => one.digest === digest))
    return failed('not-running', `${version} does not run as ${nameTarget(target)}; start it first`)
      .failed;
  if (!running.ready(target, digest))
    return failed('not-ready', `${version} is not healthy as ${nameTarget(target)}; wait for it`)
      .failed;
  return null;
}
