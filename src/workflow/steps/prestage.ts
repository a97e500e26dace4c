import { type Artifact, serving } from '../../domain/artifact/artifact.ts';
import type { StepOutcome } from '../../domain/deployment/step-outcome.ts';
import { isThere } from '../../ports/desired.ts';
import { fromEffect } from './from-effect.ts';
import type { Run, Runner } from './runner.ts';
import { lookForWayBack, pulledBefore } from './way-back.ts';

/**
 * Both versions pulled before anybody meets the new one, so that going back needs no registry. The
 * version's name is resolved once more, and what serves is looked at: when either is not what was
 * approved, the approval is gone. Nothing is exposed yet, so looking again after a crash is harmless.
 * It is done once the version before can be seen to be there; where it cannot, people are asked.
 */
export const prestage: Runner<'prestage'> = async (run) => {
  const { d, provider, call } = run;
  if (d.kind === 'rollback') return pullAgain(run, d.artifact);
  const [named, { live }] = await Promise.all([
    provider.artifacts.resolve(d, call.placement, d.artifact.version),
    provider.deployer.observe(d, call.placement),
  ]);
  const to = named.kind === 'found' ? named.artifact : d.artifact;
  const previous = serving(live);
  if (to.digest !== d.artifact.digest || previous?.digest !== d.previous?.digest) {
    return { kind: 'moved', to, previous };
  }
  if (!d.previous) return fromEffect(await provider.deployer.prestage(call, [d.artifact]));
  const outcome: StepOutcome = pulledBefore(run)
    ? { kind: 'done', note: null, verdict: null }
    : fromEffect(await provider.deployer.prestage(call, [d.artifact, d.previous]));
  return outcome.kind === 'done' ? lookForWayBack(run, d.previous) : outcome;
};

/**
 * A rollback returns to a pinned digest and asks nobody what its name means today. What is there is not
 * pulled again: the registry may be what is broken, and nobody has the time to find out.
 */
async function pullAgain({ d, provider, call }: Run<'prestage'>, to: Artifact) {
  const seen = await provider.deployer.observe(d, call.placement);
  if (isThere(to)(seen)) return { kind: 'done', note: null, verdict: null } as const;
  return fromEffect(await provider.deployer.prestage(call, [to]));
}
