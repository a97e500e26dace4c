import type { Pool } from 'pg';
import { z } from 'zod';
import type { Deployment } from '../../../src/domain/deployment/deployment.ts';
import type { Step } from '../../../src/domain/plan/step.ts';
import { BLACKOUT, blacked, WITHDRAW_MS } from './rules.ts';

/** Ten minutes wrong is far beyond; a busy machine, or somebody's pause, is not. */
const LATE_MS = 60_000;

const Said = z.object({
  at: z.string(),
  what: z.string(),
  evidence: z.record(z.string(), z.unknown()),
});
type Said = z.infer<typeof Said>;

/** How many waits were looked at, and those that were too short or too long. */
export interface Waits {
  readonly looked: number;
  readonly early: readonly string[];
  readonly late: readonly string[];
}

interface Wait {
  readonly what: string;
  readonly tookMs: number;
  readonly askedMs: number;
}

/** Every judge and every bake that came to its end, by the times of the ledger. */
export async function watchedSteps(pool: Pool, all: readonly Deployment[]): Promise<Waits> {
  const { rows } = await pool.query<{ subject: string; body: string }>(
    'SELECT subject, body FROM audit_entry ORDER BY seq',
  );
  const said = Map.groupBy(
    rows.map(({ subject, body }) => ({ subject, said: Said.parse(JSON.parse(body)) })),
    ({ subject }) => subject,
  );
  const waits = all.flatMap((d) =>
    stepsOf(
      d,
      (said.get(d.id) ?? []).map((one) => one.said),
    ),
  );
  return judged(waits);
}

function stepsOf(d: Deployment, said: readonly Said[]): readonly Wait[] {
  return said.flatMap(({ at, evidence }, n) => {
    const { intent, step } = evidence;
    const asked = d.plan[Number(step)];
    const next = said[n + 1];
    if (!asked || intent !== asked.kind || next?.evidence['done'] !== asked.kind) return [];
    const askedMs = lasts(asked);
    if (askedMs === null) return [];
    const tookMs = Date.parse(next.at) - Date.parse(at);
    return [{ what: `${d.id} step ${step} ${asked.kind}`, tookMs, askedMs }];
  });
}

function lasts(step: Step): number | null {
  if (step.kind === 'bake') return step.forMs;
  return step.kind === 'judge' ? step.warmUpMs + step.forMs : null;
}

/** From the last approval to the start. */
export function withdrawWindows(all: readonly Deployment[]): Waits {
  const waits = all.flatMap((d): readonly Wait[] => {
    const given = Math.max(0, ...d.approvals.map(({ at }) => at));
    if (given === 0 || d.startedAt === null) return [];
    return [{ what: `${d.id} start`, tookMs: d.startedAt - given, askedMs: WITHDRAW_MS }];
  });
  return judged(waits);
}

/** Starts inside a blackout are early; those that asked inside one and start long after it are late. */
export function blackouts(all: readonly Deployment[], from: number): Waits {
  const here = all.filter((d) => d.service === BLACKOUT.service && d.kind === 'deploy');
  const started = here.flatMap(({ id, requestedAt, startedAt }) =>
    startedAt === null ? [] : [{ id, requestedAt, startedAt }],
  );
  const waited = started.filter(({ requestedAt }) => blacked(requestedAt, from) > 0);
  const early = started.filter(({ startedAt }) => blacked(startedAt, from) > 0);
  const late = waited.filter(({ requestedAt, startedAt }) => {
    return startedAt > requestedAt + blacked(requestedAt, from) + LATE_MS;
  });
  return {
    looked: waited.length,
    early: early.map(({ id, startedAt }) => `${id} started ${blacked(startedAt, from)} ms early`),
    late: late.map(({ id }) => `${id} started long after its blackout`),
  };
}

function judged(waits: readonly Wait[]): Waits {
  const words = ({ what, tookMs, askedMs }: Wait): string => `${what}: ${tookMs} of ${askedMs} ms`;
  return {
    looked: waits.length,
    early: waits.filter(({ tookMs, askedMs }) => tookMs < askedMs).map(words),
    late: waits.filter(({ tookMs, askedMs }) => tookMs > askedMs + LATE_MS).map(words),
  };
}

const AHEAD = `
  SELECT format('%s is due in %s ms', key, due_at - ms) AS words
  FROM message, (SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS ms) AS now
  WHERE parked IS NULL AND due_at > ms + $1`;
/** The longest that Fairway puts off a message by itself. */
const LONGEST_WAIT_MS = 61_000;

/** Messages put off by somebody whose clock is ahead. */
export async function stuckMessages(pool: Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ words: string }>(AHEAD, [LONGEST_WAIT_MS]);
  return rows.map(({ words }) => words);
}
