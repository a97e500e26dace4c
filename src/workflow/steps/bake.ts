import type { StepOutcome } from '../../domain/deployment/step-outcome.ts';
import { addedMs, sayWarm } from '../../domain/deployment/warm.ts';
import { compared } from './compared.ts';
import { held } from './held.ts';
import type { Run, Runner } from './runner.ts';

const LOOK_MS = 2_000;

/**
 * Watches the new version's health for the whole time, and that it has its traffic; one unhealthy look
 * fails it. Where the plan says what success is, its time ends with a comparison of how the service does
 * with how it did.
 */
export const bake: Runner<'bake'> = async (run) => {
  const { d, step, provider, call, now } = run;
  const seen = await provider.deployer.observe(d, call.placement);
  const own = seen.live.find((l) => l.digest === d.artifact.digest);
  if (!own) return unhealthy(`${d.artifact.version} is no longer running`);
  if (!own.healthy) return unhealthy(`${d.artifact.version} became unhealthy while baking`);
  const restored = await held(run, seen);
  if (restored) return restored;
  // What a source has not read yet belongs to the time that is compared.
  const lateMs = step.judged ? (provider.metrics?.spans?.lateMs ?? 0) : 0;
  const left = (d.progress.since ?? now) + step.forMs + addedMs(d) + lateMs - now;
  if (left > 0)
    return {
      ...{ kind: 'running', againInMs: Math.min(LOOK_MS, left), memo: null, verdict: null },
      ...countdown(run),
    };
  return step.judged ? compared(run, step.judged) : { kind: 'done', note: null, verdict: null };
};

/** The card is made anew only when these words change. */
function countdown({ d, now }: Run<'bake'>): { readonly says?: string } {
  const says = sayWarm(d, now);
  return says === null ? {} : { says };
}

function unhealthy(why: string): StepOutcome {
  return { kind: 'failed', code: 'unhealthy', why, retryable: false, verdict: null };
}
