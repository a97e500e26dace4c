import { setTimeout as sleep } from 'node:timers/promises';
import { CannotStart, StoppedEarly } from './cannot-start.ts';

export interface Reaching {
  /** What is to be reached, to begin a sentence with: `PostgreSQL`. */
  readonly what: string;
  /** Where people look: `DATABASE_URL`. */
  readonly variable: string;
  /** The sentence for a fault that waiting does not mend, or null. */
  readonly hopeless: (error: unknown) => string | null;
  /** Told once when it begins to wait, and once when it was worth it. */
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
  readonly patienceMs?: number;
}

/** Longer than a database takes to fail over, shorter than a person's patience. */
const PATIENCE_MS = 60_000;
const FIRST_PAUSE_MS = 250;
const LAST_PAUSE_MS = 5_000;

/**
 * Tries until it succeeds, ever less often: what Fairway stands on may start later than Fairway.
 * @throws CannotStart with the sentence when it is hopeless or patience is over; StoppedEarly
 */
export async function reach<T>(attempt: () => Promise<T>, reaching: Reaching): Promise<T> {
  const { what, say, signal, patienceMs = PATIENCE_MS } = reaching;
  const givenUpAt = performance.now() + patienceMs;
  for (let tries = 0; ; tries += 1) {
    if (signal.aborted) throw new StoppedEarly();
    const tried = await attempt().then(done, failed);
    if (tried.ok) {
      if (tries > 0) say(`${what} answers now.`);
      return tried.value;
    }
    const pauseMs = Math.min(LAST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** tries);
    const patient = performance.now() + pauseMs < givenUpAt;
    const sentence = endOf(tried.error, reaching, patient);
    if (sentence !== null) throw new CannotStart(sentence, { cause: tried.error });
    if (tries === 0) {
      say(
        `${what} does not answer (${wordsOf(tried.error)}). Trying again for ${seconds(patienceMs)}.`,
      );
    }
    await sleep(pauseMs, undefined, { signal }).catch(() => {});
  }
}

function done<T>(value: T) {
  return { ok: true, value } as const;
}

function failed(error: unknown) {
  return { ok: false, error } as const;
}

/** Why it is of no use to try again, or null. */
function endOf(error: unknown, reaching: Reaching, patient: boolean): string | null {
  const { what, variable, hopeless, patienceMs = PATIENCE_MS } = reaching;
  const why = hopeless(error);
  if (why !== null || patient) return why;
  const then = `Look whether it runs and whether ${variable} names it, then start again.`;
  return `${what} did not answer for ${seconds(patienceMs)} (${wordsOf(error)}). ${then}`;
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1_000)} s`;
}

/**
 * An error in words: those of what caused it (a failed query wraps why it failed), or of each of several
 * attempts to connect (IPv6, then IPv4), which together have none of their own.
 */
export function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return wordsOf(error.cause);
  if (error instanceof AggregateError && error.message === '') {
    return [...new Set(error.errors.map(wordsOf))].join('; ');
  }
  return error.message || codeOf(error) || error.name;
}

/** The code of an error, of its cause, or of the first of several. */
export function codeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return codeOf(error.cause);
}
