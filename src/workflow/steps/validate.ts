import { z } from 'zod';
import type { Artifact } from '../../domain/artifact/artifact.ts';
import type { Found } from '../../domain/deployment/found.ts';
import type { StepOutcome } from '../../domain/deployment/step-outcome.ts';
import type { Plain } from '../../domain/kernel/change.ts';
import { type Inspection, meaningOf } from '../../domain/verdict/validation.ts';
import { holding } from './held.ts';
import type { Run, Runner } from './runner.ts';

const AGAIN_MS = 5_000;

/** What is kept between looks; `since` says of which asking. */
const Kept = z.object({ since: z.number(), reds: z.number() });

/** Looks at one thing from outside; a fault counts once a second look finds it too. */
export const validate: Runner<'validate'> = holding(async (run) => {
  const { d, step, now } = run;
  const { validation } = step;
  const since = d.progress.since ?? now;
  const kept = Kept.safeParse(d.progress.memo);
  const before = kept.success && kept.data.since === since ? kept.data.reds : 0;
  const seen = await inspect(run);
  const count = 'none' in seen ? 'none' : seen.fault === null ? 'green' : 'red';
  const reds = count === 'red' ? before + 1 : 0;
  const leftMs = since + validation.within - now;
  const meaning = meaningOf(count, { reds, leftMs }, validation.otherwise);
  const says = 'none' in seen ? `could not be looked at: ${seen.none}` : (seen.fault ?? seen.says);
  const said = `The validation "${validation.name}": ${says}`;
  const found: Found = {
    what: 'validation',
    name: validation.name,
    outcome: count,
    says,
    evidence: { kind: validation.kind, says, owner: validation.owner, ...restsOn(seen) },
    ...(meaning === 'follow-up' ? { owner: validation.owner } : {}),
  };
  switch (meaning) {
    case 'again':
      return { kind: 'running', againInMs: AGAIN_MS, memo: { since, reds }, verdict: null };
    case 'go on':
      return done(said, found);
    case 'follow-up':
      return done(`${said}. It goes on, and ${validation.owner} follows it up`, found);
    case 'fail':
      return {
        kind: 'failed',
        code: 'validation',
        why: said,
        retryable: false,
        verdict: null,
        found,
      };
    case 'ask': {
      const why = `Nothing passes without an answer, resume looks again, skip goes on without it. ${said}`;
      return { kind: 'unsure', why, verdict: null, found };
    }
  }
});

function done(note: string, found: Found): StepOutcome {
  return { kind: 'done', note, verdict: null, found };
}

type Seen = Inspection | { readonly none: string };

function restsOn(seen: Seen): { readonly [key: string]: Plain } {
  return 'evidence' in seen && seen.evidence !== undefined ? { restsOn: seen.evidence } : {};
}

async function inspect({ step, provider, placement, d, now }: Run<'validate'>): Promise<Seen> {
  if (!provider.probes) return { none: 'nothing here can look' };
  const { within } = step.validation;
  const { service, environment, artifact, previous } = d;
  const at = { service, environment };
  const { sbom } = provider.artifacts;
  const own = sbom && { sbomOf: (one: Artifact) => sbom(at, placement.target, one) };
  const about = { ...at, artifact, previous, now, ...own };
  try {
    return await provider.probes.inspect(step.validation, about, AbortSignal.timeout(within));
  } catch (error) {
    return { none: error instanceof Error ? error.message : String(error) };
  }
}
