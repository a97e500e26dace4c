import { z } from 'zod';
import type { Memo } from '../../domain/deployment/deployment.ts';
import type { StepOutcome } from '../../domain/deployment/step-outcome.ts';
import { nameStep, type StepKind } from '../../domain/plan/step.ts';
import type { Effect } from '../../ports/deployer.ts';
import type { Desired } from '../../ports/desired.ts';
import { fromEffect } from './from-effect.ts';
import type { Run } from './runner.ts';

/** Kept from the provider's `done` until it can be seen: the key it was said under, and looks since. */
const Claim = z.object({ claimed: z.string(), looks: z.number() });

const LOOK_MS = 2_000;
/** What was done may take this many looks to show: a load balancer needs its seconds. */
const MOST_LOOKS = 8;

/**
 * A provider's `done` is a claim, and the step is done once the state it asks for can be seen. Until
 * then it is looked at and not asked for again; what never shows has failed, and where the provider
 * could not tell a second asking from the first, people decide.
 */
export async function confirmed<K extends StepKind>(
  { d, step, provider, call }: Run<K>,
  ask: () => Promise<Effect>,
  desired: Desired,
): Promise<StepOutcome> {
  const read = Claim.safeParse(d.progress.memo);
  const earlier = read.success && read.data.claimed === call.key ? read.data.looks : null;
  const outcome: StepOutcome = earlier === null ? fromEffect(await ask()) : DONE;
  if (outcome.kind !== 'done') return outcome;
  const looks = (earlier ?? 0) + 1;
  const seen = provider.deployer.observe(d, call.placement).then(desired);
  // Right after the effect a failed look must not lose that it was claimed; later it is silence.
  const there = await (earlier === null ? seen.catch(() => false) : seen);
  if (there) return outcome;
  if (looks <= MOST_LOOKS) return again({ claimed: call.key, looks });
  const why = `${provider.name} said "${nameStep(step)}" was done, and ${d.service} in ${d.environment} does not show it`;
  return provider.deployer.dedup === 'none'
    ? { kind: 'unsure', why, verdict: null }
    : { kind: 'failed', code: 'provider', why, retryable: true, verdict: null };
}

const DONE: StepOutcome = { kind: 'done', note: null, verdict: null };

function again(memo: Memo): StepOutcome {
  return { kind: 'running', againInMs: LOOK_MS, memo, verdict: null };
}
