import { z } from 'zod';
import type { Artifact } from '../../domain/artifact/artifact.ts';
import type { ProviderTarget } from '../../domain/catalog/catalog.ts';
import type { Back, WayBack } from '../../domain/deployment/back.ts';
import { ROLLBACK_PLAN } from '../../domain/deployment/roll-back.ts';
import type { StepOutcome } from '../../domain/deployment/step-outcome.ts';
import { changedOf } from '../../domain/deployment/way-back.ts';
import { hideCredentials } from '../../domain/kernel/credentials.ts';
import type { Observation } from '../../ports/deployer.ts';
import { isThere } from '../../ports/desired.ts';
import type { Provider, Tools } from '../../ports/provider.ts';
import type { Look, Run } from './runner.ts';

/** Kept from the provider's `done` until the way back is seen: the key it was said under, looks, and whether people know. */
const Pulled = z.object({ pulled: z.string(), looks: z.number(), asked: z.boolean() });
type Pulled = z.infer<typeof Pulled>;

const LOOK_MS = 2_000;
/** A pull that was reported may take this many looks to show. */
const MOST_LOOKS = 8;

/** Whether the provider has already said that both are pulled, so that only the look is missing. */
export function pulledBefore(run: Run<'prestage'>): boolean {
  return memoOf(run) !== null;
}

/**
 * Whether one could return to `to` now: it is seen there, and what the rollback's own steps need is there.
 * Where it is protected nobody goes on without it unasked; whoever resumes then goes on without a way back.
 */
export async function lookForWayBack(run: Run<'prestage'>, to: Artifact): Promise<StepOutcome> {
  const { d, provider, call, isProtected } = run;
  const seen = await provider.deployer.observe(d, call.placement);
  const back = await backTo(run, to, seen);
  const earlier = memoOf(run);
  const looks = (earlier?.looks ?? 0) + 1;
  if (back.lacks.length === 0) {
    return done(`${d.artifact.version} is pulled; ${to.version} is there to return to`, back);
  }
  const memo: Pulled = { pulled: call.key, looks, asked: false };
  if (looks <= MOST_LOOKS && !isThere(to)(seen)) {
    return { kind: 'running', againInMs: LOOK_MS, memo, verdict: null };
  }
  const lacks = back.lacks.join('; ');
  if (!isProtected || earlier?.asked === true) {
    return done(`Goes on without a way back: ${lacks}`, back);
  }
  const why = `there is no way back to ${to.version} in ${d.environment}: ${lacks}. Nobody has met ${d.artifact.version} yet. Abort, or resume: it looks once more and goes on, without a way back where that is not mended`;
  return { kind: 'unsure', why, verdict: null, memo: { ...memo, asked: true }, back };
}

/**
 * What a rollback to `to` would miss, given what was just seen there, and what it would run: as that was before anybody
 * met the new version, where it was looked for then (`since`). What cannot be looked for is missing; a step that was
 * done stays done all the same.
 */
export async function backTo(
  { provider, call }: Pick<Look, 'provider' | 'call'>,
  to: Artifact,
  seen: Observation,
  since?: WayBack,
): Promise<Back> {
  const tools = await toolsFor(provider, call.placement);
  const pulled = isThere(to)(seen) ? [] : [`${to.version} is not pulled where it would run`];
  const prints = since?.prints ?? tools.prints;
  const changed = changedOf(prints, tools.prints);
  return { to, lacks: [...pulled, ...tools.lacks], prints, changed };
}

async function toolsFor(provider: Provider, placement: ProviderTarget): Promise<Tools> {
  const steps = ROLLBACK_PLAN.map(({ kind }) => kind);
  try {
    return (await provider.toolsAt?.(placement, steps)) ?? { lacks: [], prints: {} };
  } catch (error) {
    const why = hideCredentials(error instanceof Error ? error.message : String(error));
    return { lacks: [`what it would run could not be looked for (${why})`], prints: {} };
  }
}

function done(note: string, back: Back): StepOutcome {
  return { kind: 'done', note, verdict: null, back };
}

function memoOf({ d, call }: Run<'prestage'>): Pulled | null {
  const read = Pulled.safeParse(d.progress.memo);
  return read.success && read.data.pulled === call.key ? read.data : null;
}
