import type { StepOutcome } from '../../domain/deployment/step-outcome.ts';
import type { Runner } from './runner.ts';

const LOOK_MS = 2_000;

/** Watches the new version's health for the whole time; one unhealthy look fails it. */
export const bake: Runner<'bake'> = async ({ d, step, provider, call, now }) => {
  const { live } = await provider.deployer.observe(d, call.placement);
  const own = live.find((l) => l.digest === d.artifact.digest);
  if (!own) return unhealthy(`${d.artifact.version} is no longer running`);
  if (!own.healthy) return unhealthy(`${d.artifact.version} became unhealthy while baking`);
  const left = (d.progress.since ?? now) + step.forMs - now;
  if (left <= 0) return { kind: 'done', note: null, verdict: null };
  return { kind: 'running', againInMs: Math.min(LOOK_MS, left), memo: null, verdict: null };
};

function unhealthy(why: string): StepOutcome {
  return { kind: 'failed', code: 'unhealthy', why, retryable: false, verdict: null };
}
