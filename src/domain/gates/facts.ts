import type { Breaker } from '../breaker/decide.ts';
import type { Approval } from '../governance/approval.ts';
import type { Past, Vote } from '../governance/board.ts';
import type { Held } from '../governance/lock.ts';
import type { Waiter } from '../governance/precedence.ts';
import type { Closed } from '../governance/window.ts';
import type { Incident } from '../incident/incident.ts';
import type { Instant } from '../kernel/time.ts';
import type { Budget } from '../verdict/budget.ts';

/** A running deployment that takes room where this one wants to go. */
export interface Occupant {
  readonly id: string;
  readonly service: string;
  /** Known of the service that asks; null of others. */
  readonly version: string | null;
  readonly startedBy: string;
}

/** One that could start if nobody else had the place. */
export interface Queued extends Waiter {
  readonly id: string;
  /** Whether a lock holds it, so that it stands in nobody's way. */
  readonly held: boolean;
  /** How long it is expected to take once it starts, in milliseconds; left out where nobody knows. */
  readonly takesMs?: number;
}

interface Stage {
  readonly environment: string;
  readonly verified: boolean;
  /** What brings this digest there now, where it is not verified yet. */
  readonly underway?: string | null;
}

/** Whether a canary would see what it is for, with the numbers, and how else it could go out. */
export interface Foreseen {
  readonly sees: 'enough' | 'too little' | 'not known';
  readonly why: string;
  readonly instead: string;
}

/**
 * Everything a gate may ask about the world; `facts/` has one file for each. A fact that could not be
 * read is `unknown`, which never passes.
 */
export interface Facts {
  readonly approvals: readonly Approval[];
  readonly blackouts: readonly Closed[];
  /** The copies of calendars that `blackouts` and `closings` are of, as `<calendar>@sha256:<digest>`. */
  readonly calendars: readonly string[];
  /** What closes next, each as it will be. */
  readonly closings: readonly Closed[];
  /** Of the objective there, where it closes what has spent it; else null. */
  readonly budget: Budget | null;
  /** Why all of its service burns its budget; null: nothing says so. */
  readonly burn: string | null;
  /** What the judges of its plan would see if it started now; null where that is not asked. */
  readonly power: Foreseen | null;
  /** Those that are open in the environment. */
  readonly incidents: readonly Pick<Incident, 'id' | 'title' | 'places' | 'commander'>[];
  /** The lines that go to the target and are stopped, or are tried again. */
  readonly breakers: readonly Breaker[];
  /** Every lock that holds over the target, or over this deployment alone. */
  readonly locks: readonly Held[];
  /** Who else wants the target and only waits for it to be free. */
  readonly queue: readonly Queued[];
  /** Earlier environments, in order, with whether this digest is Verified there. */
  readonly promotion: readonly Stage[];
  readonly occupants: readonly Occupant[];
  /** The board's votes, of whatever plan, and since when they are asked for. */
  readonly ballot: { readonly askedAt: Instant; readonly votes: readonly Vote[] };
  /** How earlier deployments to the target went, newest first. */
  readonly record: readonly Past[];
}
export type FactName = keyof Facts;

/** What was gathered for one look: the needed facts, or `unknown` with the reason for each that failed. */
export type Gathered = { readonly [K in FactName]?: Facts[K] | Unknown };

export interface Unknown {
  readonly unknown: string;
}

export function isUnknown(fact: unknown): fact is Unknown {
  return typeof fact === 'object' && fact !== null && 'unknown' in fact;
}
