import { fromEffect } from './from-effect.ts';
import type { Runner } from './runner.ts';

/**
 * Both versions pulled before anybody meets the new one, so that going back needs no registry. The
 * version's name is resolved once more: when it means another digest now, what was approved is gone.
 * A rollback returns to a pinned digest and asks nobody what its name means today.
 */
export const prestage: Runner<'prestage'> = async ({ d, provider, call }) => {
  if (d.kind === 'rollback') {
    return fromEffect(await provider.deployer.prestage(call, [d.artifact]));
  }
  const named = await provider.artifacts.resolve(d, call.placement, d.artifact.version);
  if (named.kind === 'found' && named.artifact.digest !== d.artifact.digest) {
    return { kind: 'moved', to: named.artifact };
  }
  const both = d.previous ? [d.artifact, d.previous] : [d.artifact];
  return fromEffect(await provider.deployer.prestage(call, both));
};
