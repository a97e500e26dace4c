import type { Artifact } from '../../domain/artifact/artifact.ts';
import type { Effect } from '../../ports/deployer.ts';
import type { Decide, Hand } from './hand.ts';
import { slotWith } from './slots.ts';
import type { HaproxyTarget } from './target.ts';
import { lull, serve } from './weights.ts';

type Failed = Extract<Effect, { kind: 'failed' }>;

/** `artifact` gets `percent` of the weight, `rest` all else, every other slot nothing. */
export async function shift(
  hand: Hand,
  target: HaproxyTarget,
  artifact: Artifact,
  rest: Artifact | null,
  percent: number,
): Promise<Effect> {
  if (!Number.isInteger(percent) || percent < 0 || percent > 100)
    return failed(`a share is a whole number from 0 to 100 percent, not ${percent}`);
  if (percent < 100 && !rest) return failed('below 100 percent somebody must get the rest');
  const running = await hand.running();
  const after = await hand.change(running, sharing(target.backend, artifact, rest, percent));
  return 'kind' in after ? after : { kind: 'done' };
}

function sharing(
  backend: string,
  artifact: Artifact,
  rest: Artifact | null,
  percent: number,
): Decide {
  return (slots) => {
    const shares = [
      { artifact, weight: percent },
      ...(rest ? [{ artifact: rest, weight: 100 - percent }] : []),
    ];
    const wanted = shares.filter(({ weight }) => weight > 0);
    const served = wanted.map((one) => ({ ...one, slot: slotWith(slots, one.artifact) }));
    for (const { artifact: own, slot } of served) {
      if (!slot) return failed(`${own.version} is in no slot; start it first`);
      if (!slot.healthy) return failed(`${own.version} in ${slot.name} is not healthy`, true);
    }
    // Who gains comes first, so that there is no moment at which nobody would be asked.
    const gains = served
      .toSorted((a, b) => b.weight - (b.slot?.percent ?? 0) - (a.weight - (a.slot?.percent ?? 0)))
      .flatMap(({ slot, weight }) => (slot ? serve(backend, slot, weight) : []));
    const others = slots.filter((slot) => served.every((one) => one.slot !== slot));
    return [...gains, ...others.flatMap((slot) => lull(backend, slot))];
  };
}

function failed(why: string, retryable = false): Failed {
  return { kind: 'failed', why, retryable };
}
