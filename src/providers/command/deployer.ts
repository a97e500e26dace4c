import type { Artifact } from '../../domain/artifact/artifact.ts';
import type { ProviderTarget } from '../../domain/catalog/catalog.ts';
import type { Target } from '../../domain/kernel/target.ts';
import type { Call, Deployer, Effect, Observation } from '../../ports/deployer.ts';
import { type Desired, hasShares, isStaged, runs, servesAlone } from '../../ports/desired.ts';
import { observation, readAnswer, sayRun } from '../programs/answers.ts';
import { effectOf } from '../programs/effect.ts';
import type { Values } from '../programs/placeholders.ts';
import { type Ground, runVerb } from '../programs/runner.ts';
import { commandTarget } from './target.ts';
import type { EffectVerb } from './verbs.ts';

/** What an effect is to do, and how to see that it is done. */
interface Wish {
  readonly values: Values;
  readonly desired: Desired;
}

/**
 * Your own programs as a Deployer. Its `dedup` is the promise that holds for every target, which is
 * none; what a target promises beyond that (`dedup` of its own) decides what happens after a crash.
 */
export function createCommandDeployer(name: string, ground: Ground): Deployer {
  async function effect(verb: EffectVerb, call: Call, wish: Wish): Promise<Effect> {
    const target = commandTarget.parse(call.placement);
    if (call.resumed && target.dedup === 'none') return { kind: 'unknown', why: mayHaveRun(verb) };
    if (call.resumed && target.dedup === 'observe') {
      if (wish.desired(await observeBy(ground, call, call.placement, call.epoch)))
        return { kind: 'done' };
    }
    const { service, environment, key, epoch, signal, log: show } = call;
    const values = { service, environment, key, epoch, ...wish.values };
    const run = await runVerb(ground, {
      verb,
      argv: target[verb],
      target,
      values,
      signal,
      show,
    });
    return run === null ? { kind: 'done' } : effectOf(run, target.dedup);
  }

  return {
    name,
    dedup: 'none',
    async prestage(call, artifacts) {
      for (const [i, artifact] of artifacts.entries()) {
        // Each is an effect of its own, so each has a key of its own.
        const own = { ...call, key: `${call.key}:${i + 1}` };
        const wish = { values: pinned(artifact), desired: isStaged([artifact]) };
        const answer = await effect('prestage', own, wish);
        if (answer.kind !== 'done') return answer;
      }
      return { kind: 'done' };
    },
    start: (call, artifact) =>
      effect('start', call, { values: pinned(artifact), desired: runs(artifact) }),
    async shift(call, artifact, rest, percent) {
      if (!Number.isInteger(percent) || percent < 0 || percent > 100) return noShare(percent);
      const values = { ...pinned(artifact), ...previous(rest), percent };
      return effect('shift', call, { values, desired: hasShares(artifact, rest, percent) });
    },
    finish(call, artifact, standby) {
      const values = { ...pinned(artifact), ...previous(standby) };
      return effect('finish', call, { values, desired: servesAlone(artifact, standby) });
    },
    observe: (target, placement) => observeBy(ground, target, placement, null),
  };
}

/** @param epoch what the target shall remember with the look, or null when nothing follows it */
async function observeBy(
  ground: Ground,
  { service, environment }: Target,
  placement: ProviderTarget,
  epoch: number | null,
): Promise<Observation> {
  const target = commandTarget.parse(placement);
  const values = { service, environment, epoch };
  const argv = target.observe;
  const run = await runVerb(ground, {
    verb: 'observe',
    argv,
    target,
    values,
    signal: null,
    show: () => {},
  });
  if (run?.kind === 'exited' && run.code === 0) return readAnswer(observation, 'observe', run);
  throw new Error(run === null ? 'the target has no observe' : sayRun('observe', run));
}

function pinned({ version, digest }: Artifact): Values {
  return { version, digest };
}

function previous(artifact: Artifact | null): Values {
  return {
    previous_version: artifact?.version ?? null,
    previous_digest: artifact?.digest ?? null,
  };
}

function noShare(percent: number): Effect {
  const why = `a share is a whole number from 0 to 100 percent, not ${percent}`;
  return { kind: 'failed', why, retryable: false };
}

function mayHaveRun(verb: EffectVerb): string {
  return `${verb} may have been run already, and its target says dedup: none, so it is not run again unasked`;
}
