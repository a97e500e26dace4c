import type { StepOutcome } from '../../domain/deployment/step-outcome.ts';
import type { Effect } from '../../ports/deployer.ts';
import { FencedError } from './runner.ts';

/** What a provider answered, as a step's outcome. @throws FencedError when this worker is a zombie. */
export function fromEffect(effect: Effect): StepOutcome {
  switch (effect.kind) {
    case 'done':
      return { kind: 'done', note: effect.note ?? null, verdict: null };
    case 'running':
      return {
        kind: 'running',
        againInMs: effect.againInMs,
        memo: null,
        verdict: null,
        ...(effect.note === undefined ? {} : { says: effect.note }),
      };
    case 'failed':
      return {
        kind: 'failed',
        code: 'provider',
        why: effect.why,
        retryable: effect.retryable,
        verdict: null,
      };
    case 'unknown':
      return { kind: 'unsure', why: effect.why, verdict: null, mayHaveRun: true };
    case 'fenced':
      throw new FencedError('a newer decision holds this target');
  }
}
