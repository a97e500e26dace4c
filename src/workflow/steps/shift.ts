import { serving } from '../../domain/artifact/artifact.ts';
import type { StepOutcome } from '../../domain/deployment/step-outcome.ts';
import type { Observation } from '../../ports/deployer.ts';
import { hasShares } from '../../ports/desired.ts';
import { confirmed } from './confirmed.ts';
import type { Run, Runner } from './runner.ts';
import { backTo } from './way-back.ts';

/** The new version gets exactly this share of the traffic; each time the way back is looked for once more. */
export const shift: Runner<'shift'> = async (run) => {
  const { d, step, provider, call } = run;
  const isShared = hasShares(d.artifact, d.previous, step.percent);
  let last: Observation | null = null;
  const outcome = await confirmed(
    run,
    () => provider.deployer.shift(call, d.artifact, d.previous, step.percent),
    (seen) => {
      last = seen;
      return isShared(seen);
    },
  );
  if (d.kind === 'rollback') return outcome.kind === 'failed' ? orAsk(run, outcome) : outcome;
  if (outcome.kind !== 'done' || last === null || !d.previous || !d.wayBack) return outcome;
  return { ...outcome, back: await backTo(run, d.previous, last, d.wayBack) };
};

/**
 * A rollback that fails because neither of its two versions serves would fail for ever: people are told
 * what does, and when they resume, it goes back from that.
 */
async function orAsk(
  { d, provider, call }: Run<'shift'>,
  failed: Extract<StepOutcome, { kind: 'failed' }>,
): Promise<StepOutcome> {
  const seen = await provider.deployer.observe(d, call.placement);
  const serves = serving(seen.live);
  const known = [d.artifact.digest, d.previous?.digest];
  if (!serves || known.includes(serves.digest)) return failed;
  const why = `${serves.version} serves ${d.environment}, and not ${d.previous?.version ?? 'nothing'}, from which ${d.id} goes back (${failed.why}). Resume: ${d.artifact.version} takes the place of ${serves.version}`;
  return { kind: 'unsure', why, verdict: null, serves };
}
