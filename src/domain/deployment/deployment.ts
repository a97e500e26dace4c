import type { Artifact } from '../artifact/artifact.ts';
import type { StandIn } from '../catalog/stand-in.ts';
import type { GateConfig, GateKind } from '../gates/index.ts';
import type { Approval } from '../governance/approval.ts';
import type { Vote } from '../governance/board.ts';
import { type BreakGlass, brokenUntil, type Glass } from '../governance/break-glass.ts';
import type { Review } from '../governance/review.ts';
import type { Plain } from '../kernel/change.ts';
import type { LockRef } from '../kernel/ruling.ts';
import type { Subject } from '../kernel/subject.ts';
import type { Target } from '../kernel/target.ts';
import type { Instant } from '../kernel/time.ts';
import { STEP_LAWS, type Step } from '../plan/step.ts';
import type { FearedMode } from '../risk/failure-mode.ts';
import type { Risk } from '../risk/risk.ts';
import type { Picked } from '../strategies/by-need.ts';
import type { StrategyKind } from '../strategies/index.ts';
import type { Verdict } from '../verdict/verdict.ts';
import type { WayBack } from './back.ts';
import type { Finding } from './found.ts';

export type DeploymentId = `D-${number}`;
export const STATUSES = ['pending', 'running', 'succeeded', 'failed', 'cancelled'] as const;
export type Status = (typeof STATUSES)[number];

export function isDeploymentId(text: string): text is DeploymentId {
  return /^D-[1-9]\d*$/.test(text);
}

/** One release going to one environment. Frozen at request: artifacts, plan and gates. */
export interface Deployment extends Target {
  readonly id: DeploymentId;
  readonly kind: 'deploy' | 'rollback';
  readonly artifact: Artifact;
  /** What served when it was asked for, and what a rollback returns to. */
  readonly previous: Artifact | null;
  readonly strategy: StrategyKind | 'rollback';
  /** What its strategy was picked for; not there where somebody named it. */
  readonly picked?: Picked;
  readonly plan: readonly Step[];
  readonly planDigest: string;
  /** The version of the configuration it was planned under; not there in what was stored before versions were kept. */
  readonly configuration?: string;
  readonly gates: readonly GateConfig[];
  readonly requestedBy: string;
  readonly requestedAt: Instant;
  readonly expiresAt: Instant | null;
  readonly because: string | null;
  /** The incident it ends, as people refer to it; not there in what was stored before there was such a thing. */
  readonly fixes?: string | null;
  /** That incident is kept elsewhere, if it is at all: Fairway did not know of it. */
  readonly fixesUnknown?: true;
  /** Who of the configuration wrote what changes; not there where nobody said, nor in what was stored before it was kept. */
  readonly authors?: readonly string[];
  /** Whether its rules were chosen by who wrote what changes and which files that is. */
  readonly traced?: boolean;
  /** The request before it was rejected, and nothing has started there since. */
  readonly rejected?: Rejected | null;
  /** What there was to fear when it was asked for; not there of a rollback. */
  readonly risk?: Risk;
  /** What was known to go wrong with such a change when it was asked for; not there where nothing was. */
  readonly feared?: readonly FearedMode[];
  /** The schedule that asked for it, and which of its times that was: one deployment for each. */
  readonly schedule?: { readonly id: string; readonly occurrence: string };
  /** The departure of a train it rode on. */
  readonly train?: string;
  /** The trace that whatever is done for it lies in, 32 hexadecimal digits; not there in what was stored before it had one. */
  readonly trace?: string;
  /** Where it was asked for, as the chat names it; null when asked elsewhere. */
  readonly channel: string | null;

  readonly status: Status;
  readonly cursor: number;
  readonly progress: Progress;
  readonly approvals: readonly Approval[];
  /** Of the change advisory board, where it votes. */
  readonly votes?: readonly Vote[];
  /** The key that signed the minutes of that board; not there before they are, or where none signs. */
  readonly minutesKey?: string;
  /** Who may let it through a closed door, as it was when it was asked for. */
  readonly glass?: Glass;
  /** The newest ask to go through one. */
  readonly breakGlass?: BreakGlass | null;
  /** Owed since the glass was broken for it. */
  readonly review?: Review | null;
  /** Who was reminded, and to whom it was handed on; not there before anybody was. */
  readonly called?: readonly Called[];
  /** Who may decide and was not called yet, because they are not at work; not there where all were. */
  readonly untold?: readonly string[];
  readonly hold: Hold | null;
  /** The closings to come that its people were told of; `as` says how it stood then, where it was not going on. */
  readonly warned?: readonly {
    readonly name: string;
    readonly from: Instant;
    readonly as?: 'held' | 'pending';
  }[];
  /** What held it at the last look; derived, kept to show and to list. */
  readonly waiting: readonly Waiting[];
  /** What it was spared at the last look, and why; derived, kept to show. */
  readonly spared?: readonly string[];
  /** What looks from outside found, the newest of each step; not there before the first. */
  readonly findings?: readonly Finding[];
  /** Whether one could return from it, as it was last looked for; not there before, nor where nothing served. */
  readonly wayBack?: WayBack;
  /** How much longer than planned the version before was kept warm; not there where it was not. */
  readonly keptWarmMs?: number;
  readonly startedAt: Instant | null;
  /** When the first person met the new version; before that it can be cancelled, after it rolls back. */
  readonly exposedAt: Instant | null;
  /** When it had all of the traffic; not there before it has, nor in what was stored before it was noted. */
  readonly fullAt?: Instant;
  readonly finishedAt: Instant | null;
  /** The fingerprint of the configuration its version ran with at the end; not there where the provider tells none. */
  readonly ranWith?: string;
  readonly outcome: Outcome | null;
  readonly rollbackOf: DeploymentId | null;
  readonly rolledBackBy: DeploymentId | null;

  readonly revision: number;
  readonly wakeAt: Instant | null;
}

/** How far the current step is. `ready`: not asked for yet; `intent`: recorded, the effect may exist. */
export interface Progress {
  readonly phase: 'ready' | 'intent';
  readonly attempt: number;
  /** Since when the step is asked for; null: it was not yet. */
  readonly since: Instant | null;
  /** The last time the provider answered; a card shows it when contact is lost. */
  readonly heardAt: Instant | null;
  readonly silence: string | null;
  /** What the step waits for, in the provider's words; not there where it says nothing. */
  readonly says?: string;
  /** What the provider said of the last step when all was over: who was handed over or cut. */
  readonly parted?: string;
  readonly memo: Memo | null;
  readonly verdict: Verdict | null;
  /** Until when its judge looks on because somebody said so; not there where it looks as long as planned. */
  readonly lookUntil?: Instant;
  /** Traffic that was found elsewhere while it stood still; not there where it was not, or is set again. */
  readonly astray?: Astray;
}

/** Traffic found elsewhere than the plan put it, while nothing moved the deployment. */
export interface Astray {
  readonly at: Instant;
  /** What the new version had of it then, in percent. */
  readonly share: number;
  /** `lost`: forgotten by whatever routes there, and to be set again; `moved`: nothing was forgotten, so it stays. */
  readonly how: 'lost' | 'moved';
  /** How often setting it again is known to have failed. */
  readonly tries?: number;
  /** Why it could not be set again, as people were told. */
  readonly failed?: string;
}

/** What a step remembers between looks, in its own form. */
export type Memo = { readonly [key: string]: Plain };

export interface Hold {
  readonly by: string;
  readonly at: Instant;
  readonly why: string;
  /** Who is asked to decide; empty when a person simply paused it. */
  readonly asks: readonly string[];
  /** What it is held for, where whoever found that says when it is over. */
  readonly cause?: string;
}

/** People who were called because a rule still missed somebody; `people` are those who may decide since. */
export interface Called {
  readonly rule: string;
  readonly why: 'reminder' | 'at work' | 'delegation' | 'escalation';
  readonly people: readonly string[];
  /** Those of them who may because they were on call. */
  readonly onCall?: readonly string[];
  /** For whom those of them may who stand in or are on call, and until when; left out before that was kept. */
  readonly handed?: readonly StandIn[];
  readonly at: Instant;
}

/** A request for the same target that was refused, and why. */
export interface Rejected {
  readonly id: DeploymentId;
  readonly version: string;
  readonly by: string;
  readonly why: string;
}

export interface Waiting {
  readonly gate: GateKind;
  readonly code: string;
  readonly why: string;
  readonly until: Instant | null;
  /** How long that is still, in words that are true until the next look. */
  readonly left?: string;
  readonly who: readonly string[];
  readonly lock?: LockRef;
  /** When this gate began to hold it; not there in what was stored before it was noted. */
  readonly since?: Instant;
}

export interface Outcome {
  readonly code: string;
  readonly why: string;
  readonly by: string;
  /** What brought a rollback about; not there of other ends, nor in what was stored before it was noted. */
  readonly trigger?: 'auto' | 'asked' | 'aborted' | 'closed' | 'replaced';
}

export const FRESH: Progress = {
  phase: 'ready',
  attempt: 1,
  since: null,
  heardAt: null,
  silence: null,
  memo: null,
  verdict: null,
};

export function isOver(d: Pick<Deployment, 'status'>): boolean {
  return d.status !== 'pending' && d.status !== 'running';
}

/** Whether there is something to do for it now, without anybody deciding. */
export function isDue(d: Deployment, now: Instant): boolean {
  return !isOver(d) && d.hold === null && d.wakeAt !== null && d.wakeAt <= now;
}

/** The step it is at, or null before the start and after the end. */
export function currentStep(d: Deployment): Step | null {
  return d.status === 'running' ? (d.plan[d.cursor] ?? null) : null;
}

/** The key of the current effect: the same after a crash, another only after a known failure. */
export function stepKey(d: Deployment): string {
  return `${d.id}:${d.cursor}:${d.progress.attempt}`;
}

/** Share of the traffic the new version has by the steps already done, in percent. */
export function exposure(d: Deployment): number {
  const done = d.plan.slice(0, d.cursor);
  const shift = done.findLast((step) => step.kind === 'shift');
  return shift?.kind === 'shift' ? shift.percent : 0;
}

export function exposes(step: Step): boolean {
  return STEP_LAWS[step.kind].exposes;
}

/** What gates may know of it. */
export function subjectOf(d: Deployment): Subject {
  const { id, service, environment, planDigest, requestedBy, artifact, fixes = null } = d;
  const { version, digest } = artifact;
  const until = brokenUntil(d.breakGlass, planDigest);
  const lifted = until === null ? {} : { brokenUntil: until };
  const begun = d.startedAt === null ? {} : { startedAt: d.startedAt };
  const pinned =
    d.status === 'running' && d.configuration ? { configuration: d.configuration } : {};
  const who = { id, service, environment, version, digest, planDigest, requestedBy, fixes };
  const ordered = d.schedule || d.train ? { byOrder: true as const } : {};
  return { ...who, ...begun, ...lifted, ...pinned, ...ordered };
}
