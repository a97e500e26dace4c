import { z } from 'zod';
import { Duration } from '../kernel/duration.ts';
import { type Refusal, refuse } from '../kernel/refusal.ts';
import { type Instant, plus } from '../kernel/time.ts';

/** What may ask for a second factor besides approvals, which ask for it by environment. */
export const STEPS_UP = ['break-glass', 'loosening'] as const;

const LONGEST_MS = 3_600_000;

/**
 * What takes the six digits of an authenticator besides the chat account: letting others through a closed
 * door, loosening what holds, approving in these environments; and how long digits given once count.
 */
export const SecondFactorRule = z.strictObject({
  for: z.array(z.enum(STEPS_UP)).default([...STEPS_UP]),
  approvals: z.array(z.string()).default([]),
  lasts: Duration.refine((ms) => ms <= LONGEST_MS, 'must be at most 1h').prefault('10m'),
});
export type SecondFactorRule = z.infer<typeof SecondFactorRule>;

/** Why a deed asks for the second factor. */
export type StepUp =
  | { readonly kind: (typeof STEPS_UP)[number] }
  | { readonly kind: 'approval'; readonly environment: string };

export function asksFor(rule: SecondFactorRule | undefined, deed: StepUp): boolean {
  if (!rule) return false;
  return deed.kind === 'approval'
    ? rule.approvals.includes(deed.environment)
    : rule.for.includes(deed.kind);
}

/** A person's second factor, but for its secret. */
export interface Factor {
  readonly person: string;
  readonly enrolledAt: Instant;
  /** The counter of RFC 6238 of the last code that was taken: that one and all before it are spent. */
  readonly lastStep: number | null;
  /** Wrong codes since the last right one, and when the newest of them came. */
  readonly wrong: { readonly count: number; readonly at: Instant } | null;
  /** From which account the last right code came, when, and until when it counts. */
  readonly given: {
    readonly account: string;
    readonly at: Instant;
    readonly until: Instant;
  } | null;
}

export const PAUSE_AFTER = 5;
export const PAUSE_MS = 15 * 60_000;
/** Twenty guesses at three codes of a million: six in a hundred thousand. Then somebody looks. */
export const CLOSE_AFTER = 20;

export interface Presented {
  readonly factor: Factor;
  readonly refusal: Refusal | null;
  readonly what: 'second-factor-given' | 'second-factor-refused' | null;
}

/**
 * A code comes in: `step` is the counter it is the code of, null when it is none of those that count now.
 * A spent code is refused; only the same account that just gave it is told again what it got by it.
 * @param lastsMs how long the proof counts
 */
export function present(
  factor: Factor,
  { step, account }: { readonly step: number | null; readonly account: string },
  lastsMs: number,
  now: Instant,
): Presented {
  const closed = closedTo(factor, now);
  if (closed) return { factor, refusal: closed, what: null };
  if (step === null) {
    const wrong = { count: (factor.wrong?.count ?? 0) + 1, at: now };
    return {
      factor: { ...factor, wrong },
      refusal: wrongCode(wrong),
      what: 'second-factor-refused',
    };
  }
  if (factor.lastStep !== null && step <= factor.lastStep) {
    const again = step === factor.lastStep && elevation(factor, account, now) !== null;
    return { factor, refusal: again ? null : SPENT, what: null };
  }
  const given = { account, at: now, until: plus(now, lastsMs) };
  return {
    factor: { ...factor, lastStep: step, wrong: null, given },
    refusal: null,
    what: 'second-factor-given',
  };
}

/** The proof this account goes by now, or null. */
export function elevation(
  { given }: Pick<Factor, 'given'>,
  account: string,
  now: Instant,
): Factor['given'] {
  return given && given.account === account && now < given.until ? given : null;
}

/** Whether it takes codes at all, or must be enrolled anew. */
export function takesCodes({ wrong }: Pick<Factor, 'wrong'>): boolean {
  return (wrong?.count ?? 0) < CLOSE_AFTER;
}

function closedTo({ wrong, person }: Factor, now: Instant): Refusal | null {
  if (!wrong) return null;
  if (wrong.count >= CLOSE_AFTER) {
    return refuse('factor-closed', 'Your second factor takes no more codes.', {
      why: `${CLOSE_AFTER} wrong ones came in a row: somebody may be guessing.`,
      fix: `An administrator enrols you anew: fairway enrol ${person}`,
    });
  }
  if (wrong.count % PAUSE_AFTER !== 0 || now >= plus(wrong.at, PAUSE_MS)) return null;
  const minutes = Math.ceil((plus(wrong.at, PAUSE_MS) - now) / 60_000);
  return refuse('factor-paused', `Wait ${minutes} min before the next code.`, {
    why: `${wrong.count} wrong ones came in a row.`,
  });
}

function wrongCode({ count }: { readonly count: number }): Refusal {
  const left = PAUSE_AFTER - (count % PAUSE_AFTER || PAUSE_AFTER);
  return refuse('wrong-code', 'That is not the code of this moment.', {
    fix:
      left > 0
        ? 'Take the one your authenticator shows now; the clock of its device must be right.'
        : `Wait ${PAUSE_MS / 60_000} min before the next one.`,
  });
}

const SPENT = refuse('spent-code', 'That code was used already.', {
  why: 'Each counts once.',
  fix: 'Wait for the next one your authenticator shows.',
});
