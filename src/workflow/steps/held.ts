import { sayHad } from '../../domain/deployment/astray.ts';
import type { StepOutcome } from '../../domain/deployment/step-outcome.ts';
import type { StepKind } from '../../domain/plan/step.ts';
import type { Observation } from '../../ports/deployer.ts';
import { hasShares } from '../../ports/desired.ts';
import { fromEffect } from './from-effect.ts';
import type { Look, Runner } from './runner.ts';

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
  call.log(`${sayHad(d, own, last.percent)}: set again`);
  // Under a key of its own: the shift's is done, and this may be needed more than once.
  const again = { ...call, key: `${call.key}:held:${now}`, resumed: false };
  const outcome = fromEffect(
    await provider.deployer.shift(again, d.artifact, d.previous, last.percent),
  );
  if (outcome.kind !== 'done') return outcome;
  const { memo, verdict } = d.progress;
  return { kind: 'running', againInMs: LOOK_MS, memo, verdict };
}

/**
 * A step that asks something else than what runs, and of which a look begins with the same: what it finds while
 * everybody is back on the version before is not about this one.
 */
export function holding<Kind extends StepKind>(runner: Runner<Kind>): Runner<Kind> {
  return async (run) => (await restored(run)) ?? runner(run);
}

/** Null where the provider does not say, or the version is not well: that is for others to find. */
async function restored(run: Look): Promise<StepOutcome | null> {
  const { d, provider, call } = run;
  if (!d.plan.slice(0, d.cursor).some((step) => step.kind === 'shift')) return null;
  const seen = await provider.deployer.observe(d, call.placement).catch(() => null);
  const own = seen?.live.find(({ digest }) => digest === d.artifact.digest);
  return seen && own?.healthy ? held(run, seen) : null;
}
