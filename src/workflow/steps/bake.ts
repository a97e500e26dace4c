import type { StepOutcome } from '../../domain/deployment/step-outcome.ts';
import { held } from './held.ts';
import type { Runner } from './runner.ts';

const LOOK_MS = 2_000;

/**
 * Watches the new version's health for the whole time, and that it has its traffic; one unhealthy look
 * fails it.
 */
export const bake: Runner<'bake'> = async (run) => {
  const { d, step, provider, call, now } = run;
  const seen = await provider.deployer.observe(d, call.placement);
  const own = seen.live.find((l) => l.digest === d.artifact.digest);
  if (!own) return unhealthy(`${d.artifact.version} is no longer running`);
  if (!own.healthy) return unhealthy(`${d.artifact.version} became unhealthy while baking`);
  const restored = await held(run, seen);
  if (restored) return restored;
  const left = (d.progress.since ?? now) + step.forMs - now;
  if (left <= 0) return { kind: 'done', note: null, verdict: null };
  return { kind: 'running', againInMs: Math.min(LOOK_MS, left), memo: null, verdict: null };
};

function unhealthy(why: string): StepOutcome {
  return { kind: 'failed', code: 'unhealthy', why, retryable: false, verdict: null };
}
