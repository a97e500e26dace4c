import { serving } from '../../domain/artifact/artifact.ts';
import { fromEffect } from './from-effect.ts';
import type { Runner } from './runner.ts';

/**
 * Both versions pulled before anybody meets the new one, so that going back needs no registry. The
 * version's name is resolved once more, and what serves is looked at: when either is not what was
 * approved, the approval is gone. Nothing is exposed yet, so looking again after a crash is harmless.
 * A rollback returns to a pinned digest and asks nobody what its name means today.
 */
export const prestage: Runner<'prestage'> = async ({ d, provider, call }) => {
  if (d.kind === 'rollback') {
    return fromEffect(await provider.deployer.prestage(call, [d.artifact]));
  }
  const [named, { live }] = await Promise.all([
    provider.artifacts.resolve(d, call.placement, d.artifact.version),
    provider.deployer.observe(d, call.placement),
  ]);
  const to = named.kind === 'found' ? named.artifact : d.artifact;
  const previous = serving(live);
  if (to.digest !== d.artifact.digest || previous?.digest !== d.previous?.digest) {
    return { kind: 'moved', to, previous };
  }
  const both = d.previous ? [d.artifact, d.previous] : [d.artifact];
  return fromEffect(await provider.deployer.prestage(call, both));
};
