import { resolve as resolvePath } from 'node:path';
import { parseDuration } from '../../domain/kernel/duration.ts';
import { CHANGES_WITHIN_MS } from '../../ports/artifacts.ts';
import type { Log } from '../../ports/log.ts';
import { traceparent } from '../../ports/trace.ts';
import { fill, type Values } from './placeholders.ts';
import { createRedactor, secretsOf } from './redact.ts';
import { type Ran, runCommand } from './run.ts';
import type { Surroundings } from './target.ts';
import { createTranscript } from './transcript.ts';

/** What the provider itself knows; a target cannot change it. */
export interface Ground {
  /** Fairway's own environment, of which a target may let names through. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Relative `cwd`s begin here, and programs run here when a target names none. */
  readonly folder: string;
  readonly log: Log;
  /** How long a program has after SIGTERM. */
  readonly graceMs: number;
}

export interface Asked {
  /** Its name in the target. */
  readonly verb: string;
  /** Undefined where the target has none. */
  readonly argv: readonly string[] | undefined;
  readonly target: Surroundings;
  readonly values: Values;
  readonly signal: AbortSignal | null;
  /** Takes each redacted line of output, up to a limit. */
  readonly show: (line: string) => void;
}

/**
 * How a run ended, with its last line on stderr (redacted) and all it said on stdout, of which `redact`
 * cleans what people will read.
 */
export type Run = Ran & {
  readonly lastWords: string | null;
  readonly stdout: string;
  readonly redact: (line: string) => string;
};

/** Questions somebody waits for: however long effects may take, an answer later than this is none. */
const WITHIN_MS: Readonly<Record<string, number>> = {
  resolve: 30_000,
  observe: 30_000,
  running: 30_000,
  close: 30_000,
  changes: CHANGES_WITHIN_MS,
};
/** Enough for thousands of versions; more is not an answer. Characters. */
const MOST_STDOUT = 1_048_576;

/** Runs the command a target has for a verb; null when it has none. */
export async function runVerb(ground: Ground, asked: Asked): Promise<Run | null> {
  const { verb, argv: template, target, values, signal, show } = asked;
  if (template === undefined) return null;
  const env = passed(ground.env, target.env);
  const redact = createRedactor(secretsOf(env, target.redact));
  const filled = fill(template, values);
  if (!filled.ok) {
    const { why } = filled;
    return { kind: 'not started', why, retryable: false, lastWords: null, stdout: '', redact };
  }
  const transcript = createTranscript(redact, show);
  let stdout = '';
  const ran = await runCommand({
    argv: filled.argv,
    cwd: resolvePath(ground.folder, target.cwd ?? '.'),
    env: { ...env, ...traced() },
    timeoutMs: timeoutOf(verb, target),
    graceMs: ground.graceMs,
    signal,
    transcript,
    onStdout(text) {
      if (stdout.length <= MOST_STDOUT) stdout += text;
    },
  });
  ground.log.info({ verb, program: template[0], ...ran }, 'command ran');
  return { ...ran, lastWords: transcript.lastWords(), stdout, redact };
}

/** How long one run may take, in milliseconds. */
export function timeoutOf(verb: string, { timeout }: Surroundings): number {
  const ownMs = parseDuration(timeout) ?? 0;
  return Math.min(ownMs, WITHIN_MS[verb] ?? ownMs);
}

/** As opentelemetry.io/docs/specs/otel/context/env-carriers names it. */
function traced(): Readonly<Record<string, string>> {
  const parent = traceparent();
  return parent === null ? {} : { TRACEPARENT: parent };
}

function passed(env: Ground['env'], names: readonly string[]): Readonly<Record<string, string>> {
  const entries = ['PATH', ...names].map((name) => [name, env[name]] as const);
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
