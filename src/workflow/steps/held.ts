import type { StepOutcome } from '../../domain/deployment/step-outcome.ts';
import type { Observation } from '../../ports/deployer.ts';
import { hasShares } from '../../ports/desired.ts';
import { fromEffect } from './from-effect.ts';
import type { Look } from './runner.ts';

const LOOK_MS = 2_000;

/**
 * Traffic is where the last shift of the plan put it: a proxy that was restarted may have forgotten its
 * weights, and is then told them again. Null where nothing has to be done, and where a provider cannot
 * tell a second asking from the first: there what was done by hand stays.
 */
export async function held(
  { d, provider, call, now }: Look,
  seen: Observation,
): Promise<StepOutcome | null> {
  const last = d.plan.slice(0, d.cursor).findLast((step) => step.kind === 'shift');
  if (!last || provider.deployer.dedup === 'none') return null;
  if (hasShares(d.artifact, d.previous, last.percent)(seen)) return null;
  const own = seen.live.find(({ digest }) => digest === d.artifact.digest)?.percent ?? 0;
  call.log(
    `${d.artifact.version} had ${own} % of the traffic instead of ${last.percent} %: set again`,
  );
  // Under a key of its own: the shift's is done, and this may be needed more than once.
  const again = { ...call, key: `${call.key}:held:${now}`, resumed: false };
  const outcome = fromEffect(
    await provider.deployer.shift(again, d.artifact, d.previous, last.percent),
  );
  if (outcome.kind !== 'done') return outcome;
  return { kind: 'running', againInMs: LOOK_MS, memo: null, verdict: null };
}
