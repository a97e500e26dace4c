import type { ProviderTarget } from '../../domain/catalog/catalog.ts';
import type { Artifacts } from '../../ports/artifacts.ts';
import { alternatives, artifactAnswer, changeTitles, readAnswer, sayRun } from './answers.ts';
import { NO_SUCH_VERSION } from './exit-codes.ts';
import { isSafeValue, type Values } from './placeholders.ts';
import { type Ground, runVerb } from './runner.ts';
import type { Surroundings } from './target.ts';

/** The programs of a target that know versions. */
interface Knowing extends Surroundings {
  readonly resolve: readonly string[];
  readonly changes?: readonly string[] | undefined;
}

/**
 * Asks the target's `resolve` what a version means, and its `changes`, where it has one, what it brings.
 * A name no command may be given means nothing.
 */
export function createProgramArtifacts(
  ground: Ground,
  readTarget: (placement: ProviderTarget) => Knowing,
): Artifacts {
  function ask(verb: string, argv: Knowing['changes'], target: Knowing, values: Values) {
    return runVerb(ground, { verb, argv, target, values, signal: null, show: silently });
  }

  return {
    async resolve({ service, environment }, placement, ref) {
      const target = readTarget(placement);
      if (!isSafeValue(ref)) return { kind: 'missing', known: [] };
      const values = { service, environment, version: ref };
      const run = await ask('resolve', target.resolve, target, values);
      if (run?.kind === 'exited' && run.code === 0)
        return { kind: 'found', artifact: readAnswer(artifactAnswer, 'resolve', run) };
      if (run?.kind === 'exited' && run.code === NO_SUCH_VERSION)
        return { kind: 'missing', known: readAnswer(alternatives, 'resolve', run).known };
      throw new Error(run === null ? 'the target has no resolve' : sayRun('resolve', run));
    },
    async changes({ service, environment }, placement, from, to) {
      const target = readTarget(placement);
      const previous = { previous_version: from.version, previous_digest: from.digest };
      const { version, digest } = to;
      const values = { service, environment, version, digest, ...previous };
      const run = await ask('changes', target.changes, target, values);
      if (run === null) return null;
      if (run.kind !== 'exited') throw new Error(sayRun('changes', run));
      if (run.code === NO_SUCH_VERSION) return null;
      if (run.code !== 0) throw new Error(sayRun('changes', run));
      const told = readAnswer(changeTitles, 'changes', run);
      const { changes, total = 0, authors, paths, commits } = told;
      return {
        titles: changes.map(run.redact),
        total: Math.max(total, changes.length),
        ...(authors && { authors }),
        ...(paths && { paths }),
        ...(commits && { commits }),
      };
    },
  };
}

/** It belongs to no deployment, so there is no log that would take its lines. */
function silently(): void {}
