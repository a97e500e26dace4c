import type { Draft } from '../domain/deployment/draft.ts';
import { sayDuration } from '../domain/kernel/duration.ts';
import type { Instant } from '../domain/kernel/time.ts';
import { type DeployArgs, deployShape } from './deploy-args.ts';
import { printLine } from './grammar/print.ts';

const MINUTE = 60_000;
const PREVIEW_LASTS_MS = 30 * MINUTE;

/** The same request with everything resolved, and what is now said besides. */
export function lineOf(
  made: Draft,
  typed: Partial<DeployArgs>,
  more: Readonly<Record<string, string | true>> = {},
): string {
  const { service, artifact, environment } = made;
  const resolved = { service, version: artifact.version, to: environment };
  const asked = { ...typed, ...resolved, 'dry-run': false, edit: false, ...more };
  return printLine(deployShape, asked);
}

/** The line that Start carries: bound to the plan that was shown, and when. */
export function startOf(made: Draft, typed: DeployArgs, now: Instant): string {
  return lineOf(made, { ...typed, plan: made.planDigest.slice(0, 16), shown: String(now) });
}

/**
 * The line that Edit… carries: what was typed, for the form. What was said about one slot's queue, its
 * blackout or one plan is said again when something else is asked for.
 */
export function editOf({ service, environment }: Draft, typed: DeployArgs): string {
  const { version, at, strategy, fixes, because } = typed;
  const kept = { service, version, to: environment, at, strategy, fixes, because };
  return printLine(deployShape, { ...kept, edit: true });
}

/** The same request by another strategy. */
export function withStrategy(typed: DeployArgs, environment: string, strategy: string): string {
  const { service, version, at, fixes, because } = typed;
  return printLine(deployShape, {
    service,
    version,
    to: environment,
    at,
    strategy,
    fixes,
    because,
  });
}

/** Why a pressed Start shows a preview once more: it is another plan by now, or the old one is stale. */
export function lookAgain(made: Draft, typed: DeployArgs, now: Instant): string | null {
  if (typed.plan === undefined) return null;
  if (!made.planDigest.startsWith(typed.plan)) return 'The plan has changed. Here is the new one.';
  const shownAt = Number(typed.shown ?? now);
  const ageMs = Number.isFinite(shownAt) ? now - shownAt : 0;
  const fresh = ageMs <= PREVIEW_LASTS_MS;
  return fresh
    ? null
    : `This preview is ${sayDuration(Math.floor(ageMs / MINUTE) * MINUTE)} old. Here is a fresh one.`;
}
