import { isOver } from '../domain/deployment/deployment.ts';
import type { Cause } from '../domain/governance/precedence.ts';
import { parseDuration, sayDuration } from '../domain/kernel/duration.ts';
import { isRefusal, type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { Context } from '../ports/context.ts';
import { deploymentNamed } from './find.ts';
import { fixNamed } from './fix-named.ts';
import { lockRules } from './lock-place.ts';

const SHORTEST_MS = 60_000;

/** For which change, and for how long where it was said. */
export interface Purpose {
  readonly cause: Cause;
  readonly askedMs: number | null;
}

/** Reads `for 2h`, `for D-12` or `for INC-42`, and `--lasts 2h` beside one of the latter. */
export async function purposeOf(
  ctx: Context,
  typed: { readonly for?: string | undefined; readonly lasts?: string | undefined },
): Promise<Purpose | Refusal> {
  const isLength = typed.for !== undefined && parseDuration(typed.for) !== null;
  const askedMs = readLength(ctx, isLength ? typed.for : typed.lasts);
  if (isRefusal(askedMs)) return askedMs;
  const cause = isLength ? { kind: 'work' as const } : await causeNamed(ctx, typed.for);
  return isRefusal(cause) ? cause : { cause, askedMs };
}

/** A length of time a lock may last. */
export function readLength(
  ctx: Pick<Context, 'catalog'>,
  said: string | undefined,
): number | null | Refusal {
  if (said === undefined) return null;
  const ms = parseDuration(said);
  if (ms === null) {
    return refuse('bad-duration', `"${said}" is not a length of time.`, {
      fix: 'Write it such as 30m, 2h or 1h30m.',
    });
  }
  const { most } = lockRules(ctx.catalog());
  if (ms >= SHORTEST_MS && ms <= most) return ms;
  return refuse('bad-duration', `A lock cannot last ${sayDuration(ms)}.`, {
    why: `It lasts from ${sayDuration(SHORTEST_MS)} to ${sayDuration(most)}, as the configuration says.`,
    fix: 'Take a shorter one and extend it when you need to.',
  });
}

async function causeNamed(ctx: Context, word: string | undefined): Promise<Cause | Refusal> {
  if (word === undefined) return { kind: 'work' };
  if (/^d-\d+$/i.test(word)) {
    const d = await deploymentNamed(ctx, word);
    if (isRefusal(d)) return d;
    return isOver(d)
      ? refuse('over', `${d.id} is over: nothing can be held for it.`)
      : { kind: 'deployment', id: d.id };
  }
  if (!/\d/.test(word)) return noReference(word);
  const fix = await fixNamed(ctx, word);
  if (isRefusal(fix)) return fix;
  return { kind: 'incident', ref: fix.ref, ...(fix.known ? {} : { unknown: true }) };
}

function noReference(word: string): Refusal {
  return refuse('bad-reference', `"${word}" is neither a length of time nor a reference.`, {
    why: 'After for comes how long, or for which deployment or incident: 2h, D-12, INC-42.',
    fix: 'Say why after because: … because "for the weekend".',
  });
}
