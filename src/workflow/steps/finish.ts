import type { Artifact } from '../../domain/artifact/artifact.ts';
import type { Observation } from '../../ports/deployer.ts';
import { othersAreGone } from '../../ports/desired.ts';
import { confirmed } from './confirmed.ts';
import type { Runner } from './runner.ts';
import { backTo } from './way-back.ts';

/**
 * The old version leaves service and stands by, so that a rollback is one shift away, and is looked for
 * once more. What a rollback came from does not stand by: nobody should return to it. What serves from now on is
 * remembered with the configuration it runs with.
 */
export const finish: Runner<'finish'> = async (run) => {
  const { d, provider, call } = run;
  const standby = d.kind === 'rollback' ? null : d.previous;
  const gone = othersAreGone(d.artifact, standby);
  let last: Observation | null = null;
  const outcome = await confirmed(
    run,
    () => provider.deployer.finish(call, d.artifact, standby),
    (seen) => {
      last = seen;
      return gone(seen);
    },
  );
  if (outcome.kind !== 'done' || last === null) return outcome;
  const done = { ...outcome, ranWith: configOf(last, d.artifact) };
  return standby ? { ...done, back: await backTo(run, standby, last, d.wayBack) } : done;
};

function configOf({ live }: Observation, { digest }: Artifact): string | undefined {
  return live.find((one) => one.digest === digest)?.config;
}
