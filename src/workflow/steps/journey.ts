import { z } from 'zod';
import { isApprovedFix } from '../../domain/deployment/approved-fix.ts';
import type { Memo } from '../../domain/deployment/deployment.ts';
import { findingOf } from '../../domain/deployment/finding.ts';
import type { Found } from '../../domain/deployment/found.ts';
import type { StepOutcome } from '../../domain/deployment/step-outcome.ts';
import type { Plain } from '../../domain/kernel/change.ts';
import {
  afterExposure,
  type Before,
  beforeExposure,
  type Consequence,
} from '../../domain/verdict/journey/blame.ts';
import type { RedBefore } from '../../domain/verdict/journey/form.ts';
import {
  type Count,
  type PagePicture,
  sayVotes,
  tally,
} from '../../domain/verdict/journey/vote.ts';
import { walkRound } from '../walk-round.ts';
import { holding } from './held.ts';
import type { Run, Runner } from './runner.ts';

/** Of a phase so many rounds are kept for the ledger, the newest. */
const MOST_ROUNDS = 12;

/** What is kept between rounds; `key` and `since` say of which asking. */
const Kept = z.object({
  since: z.number().nullable(),
  reds: z.number(),
  rounds: z.custom<readonly Plain[]>(),
});

/**
 * Walks a journey from all its probes at once, round by round until enough of them agree or patience
 * ends. What follows is `blame.ts`; each round is kept, and what was found before is what the phase
 * after the exposure is held against.
 */
export const journey: Runner<'journey'> = holding(async (run) => {
  const { d, step, now } = run;
  const { name, quorum, confirm, every, patience } = step.journey;
  if (step.when === 'before' && d.previous === null) {
    const says = 'nothing serves yet, so there is nothing to walk';
    return done(`The journey "${name}" waits for 100 %: ${says}`, found(run, 'unasked', says, []));
  }
  const since = d.progress.since ?? now;
  const kept = Kept.safeParse(d.progress.memo);
  const earlier = kept.success && kept.data.since === since ? kept.data : { reds: 0, rounds: [] };
  const serves = step.when === 'before' ? d.previous : d.artifact;
  const given = {
    service: d.service,
    environment: d.environment,
    version: serves?.version ?? '',
    key: run.call.key,
  };
  const { votes, picture } = await walkRound(run, step.journey, given);
  const count = tally(votes, quorum);
  const reds = count === 'red' ? earlier.reds + 1 : count === 'green' ? 0 : earlier.reds;
  const round = { at: now, count, votes: JSON.parse(JSON.stringify(votes)) };
  const rounds = [...earlier.rounds, round].slice(-MOST_ROUNDS);
  const redBefore = redBeforeOf(run);
  const phase = { count, reds, confirm, leftMs: since + patience - now, redBefore };
  const next = step.when === 'before' ? beforeExposure(phase) : afterExposure(phase, beforeOf(run));
  if (next === 'again') {
    const memo: Memo = { since, reds, rounds };
    return { kind: 'running', againInMs: every, memo, verdict: null };
  }
  const says = sayVotes(votes, count);
  const what = { ...found(run, count, says, rounds), ...picturedIn(count, picture) };
  return conclude(run, next, count, what);
});

/** What a fix goes out to is broken; whether that is well after it, it is asked like any other. */
function redBeforeOf({ d, step }: Run<'journey'>): RedBefore {
  return step.when === 'before' && isApprovedFix(d) ? 'ignore' : step.journey.before;
}

/** One probe's picture says nothing where most of them found all well. */
function picturedIn(count: Count, picture: PagePicture | null): Pick<Found, 'picture'> {
  return picture && count === 'red' ? { picture } : {};
}

/** What the same journey was found to be before anybody met the new version. */
function beforeOf({ d, step }: Run<'journey'>): Before {
  const at = d.plan.findIndex(
    (one) =>
      one.kind === 'journey' && one.when === 'before' && one.journey.name === step.journey.name,
  );
  if (at < 0) return 'unasked';
  return findingOf(d, at)?.outcome ?? 'none';
}

function found(
  { step }: Run<'journey'>,
  outcome: Found['outcome'],
  says: string,
  rounds: readonly Plain[],
): Found {
  return { what: 'journey', name: step.journey.name, outcome, says, evidence: rounds };
}

function done(note: string, what: Found): StepOutcome {
  return { kind: 'done', note, verdict: null, found: what };
}

function conclude(
  { d, step }: Run<'journey'>,
  next: Exclude<Consequence, 'again'>,
  count: Count,
  what: Found,
): StepOutcome {
  const { version } = d.artifact;
  const where = step.when === 'before' ? `before anybody met ${version}` : 'at 100 %';
  const name = `The journey "${step.journey.name}" ${where}`;
  const said = `${name}: ${what.says}`;
  switch (next) {
    case 'go on':
      return done(count === 'red' ? `${version} is not blamed. ${said}` : said, what);
    case 'fail': {
      const code = 'journey';
      return { kind: 'failed', code, why: said, retryable: false, verdict: null, found: what };
    }
    case 'ask': {
      const meaning =
        count === 'red'
          ? `${version} is not blamed, resume walks it again, skip goes on without it`
          : 'Nothing passes without an answer, resume walks it again, skip goes on without it';
      return { kind: 'unsure', why: `${meaning}. ${said}`, verdict: null, found: what };
    }
  }
}
