import type { BreakerRule } from '../breaker/rule.ts';
import type { ChangeSource } from '../elsewhere/source.ts';
import type { ReviewSource } from '../feedback/review.ts';
import type { TicketSource } from '../feedback/source.ts';
import type { FlagReaders } from '../flag/readers.ts';
import type { ApprovalRule } from '../governance/approval.ts';
import type { BoardRule } from '../governance/board.ts';
import type { BreakGlassRule } from '../governance/break-glass.ts';
import type { Cadence } from '../governance/cadence.ts';
import type { CalendarFeed } from '../governance/calendar-feed.ts';
import type { OwnedPaths } from '../governance/code-owners.ts';
import type { Delegation } from '../governance/delegation.ts';
import type { DigestRule } from '../governance/digest.ts';
import type { HandOffClocks, HandOffRules } from '../governance/hand-off.ts';
import type { HolidayList } from '../governance/holidays.ts';
import type { LockRules, PlatformRule } from '../governance/lock-rules.ts';
import type { NotWhile } from '../governance/not-while.ts';
import type { Publisher } from '../governance/publication.ts';
import type { Rotation } from '../governance/rotation.ts';
import type { SecondFactorRule } from '../governance/second-factor.ts';
import type { Train } from '../governance/train.ts';
import type { Blackout, ReleaseWindow } from '../governance/window.ts';
import type { WorkingHours } from '../governance/working-hours.ts';
import type { AlertSource, IncidentRule } from '../incident/source.ts';
import type { FailureMode } from '../risk/failure-mode.ts';
import type { RiskRule } from '../risk/risk.ts';
import type { Picked } from '../strategies/by-need.ts';
import type { StrategyConfig } from '../strategies/index.ts';
import type { Criteria } from '../verdict/criteria.ts';
import type { Journey } from '../verdict/journey/form.ts';
import type { Objective } from '../verdict/objective.ts';
import type { SignalSource } from '../verdict/signal-source.ts';
import type { Validation } from '../verdict/validation.ts';
import type { PeopleRule } from './people-list.ts';

/** A place where services run. `order` is its rank in promotion: lower comes first. */
export interface Environment {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly order: number;
  readonly protected: boolean;
  readonly region: string;
  readonly provider: string;
  /** How many deployments may run here at once, over all services. */
  readonly slots: number;
  readonly zone: string;
  /** Groups whose members may deploy here; empty means every member of the organisation. */
  readonly deployers: readonly string[];
  /** Ids of the channels from which deployments here may be asked for; empty or left out means all. */
  readonly channels?: readonly string[];
  /** Milliseconds between two looks whether what serves is what was deployed; null or left out: never. */
  readonly lookEvery?: number | null;
  /** Who may ask for its flags, and how often in a minute; left out: nobody. */
  readonly flags?: FlagReaders | undefined;
  /** Where its traffic is measured; left out: by its provider, if at all. */
  readonly signals?: SignalSource | undefined;
}

export interface Service {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly owners: readonly string[];
  /** Groups that may look at it besides whoever acts on it; left out: every member. */
  readonly readers?: readonly string[];
  readonly tier: number;
  readonly tags: readonly string[];
  readonly capability: string | null;
  /** Services it cannot do without; their locks are told to its owners. */
  readonly dependsOn?: readonly string[];
  /** Its own clocks in place of those of the organisation. */
  readonly handOffs?: HandOffClocks | undefined;
  /** Who owns which of its files, as its CODEOWNERS says. */
  readonly codeOwners?: readonly OwnedPaths[];
  /** The environments it runs in, with what its provider needs to know of it there. */
  readonly environments: Readonly<Record<string, Placement>>;
  /** What reaches it wherever it runs; left out: what each environment names. */
  readonly provider?: string | undefined;
}

/** One service in one environment: how it rolls out there and what counts as well. */
export interface Placement {
  readonly strategy: StrategyConfig;
  /** What it was picked for; left out: it is named. */
  readonly picked?: Picked;
  /** How many of a version serve there, and how many more may run during a rollout; left out: nobody said. */
  readonly replicas?: number;
  readonly surge?: number;
  readonly criteria: Criteria;
  /** What is promised to those who use it there, all counting the same series; left out: nothing is watched. */
  readonly objectives?: readonly Objective[];
  readonly target: ProviderTarget;
  /** Walked as a customer would, around the exposure; left out: none. */
  readonly journeys?: readonly Journey[];
  /** Looked at from outside before the old version goes; left out: nothing. */
  readonly validations?: readonly Validation[];
}

/** What the provider is told, such as argv templates for `command`; its own schema has checked it. */
export type ProviderTarget = Readonly<Record<string, unknown>>;

/** A principal. `accounts` are chat user ids; a person without one can do nothing from chat. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly accounts: readonly string[];
  readonly zone: string | null;
  /** Names and addresses with which they sign changes, in small letters. */
  readonly commits?: readonly string[];
  /** Left out: always. */
  readonly workingHours?: WorkingHours;
  /** Whether they hear when an incident names a change of theirs; left out: they do. */
  readonly hearsOfIncidents?: boolean;
}

export interface Group {
  readonly name: string;
  readonly members: readonly string[];
  /** How the chat mentions the group, for pings only; membership in it grants nothing. */
  readonly mention: string | null;
  /** When it is told of the week of the services it owns; left out: never. */
  readonly digest?: DigestRule | undefined;
}

export interface Platform extends PlatformRule {
  readonly name: string;
}

/** Where journeys are walked from: this Fairway's own workers, or another host that runs `fairway probe`. */
export interface Probe {
  readonly name: string;
  /** Null: the worker itself. */
  readonly url: string | null;
  /** The environment variable that holds the bearer token of the other host. */
  readonly tokenFrom: string | null;
  /** Whether that host may lie in one's own networks; left out: it may not. */
  readonly private?: boolean;
}

/** The whole configuration as the domain knows it. `version` is the digest of its sources. */
export interface Catalog {
  readonly version: string;
  readonly organisation: string;
  readonly channel: string;
  /** Channels that other companies read and where all is said all the same; left out: none. */
  readonly trustedChannels?: readonly string[];
  readonly environments: readonly Environment[];
  readonly services: readonly Service[];
  readonly people: readonly Person[];
  readonly groups: readonly Group[];
  readonly approvals: readonly ApprovalRule[];
  readonly blackouts: readonly Blackout[];
  readonly windows: readonly ReleaseWindow[];
  /** Calendars that others keep and that are read while Fairway runs; left out: none. */
  readonly feeds?: readonly CalendarFeed[];
  /** The lists of days that blackouts and windows were given; what they say is in those already. */
  readonly holidays?: readonly HolidayList[];
  readonly breakGlass: BreakGlassRule;
  /** Groups that may read and export everything, and decide nothing by that. */
  readonly auditors?: readonly string[];
  /** Within what time an artifact is handed on, and who answers for that; left out: no clock runs. */
  readonly handOffs?: HandOffRules | undefined;
  /** What goes together, at times; left out: nothing does. */
  readonly trains?: readonly Train[];
  /** When several services mean to be released; left out: there is none. */
  readonly cadences?: readonly Cadence[];
  readonly delegations?: readonly Delegation[];
  readonly onCall?: readonly Rotation[];
  /** How locks last and pass on; left out: what `LOCK_RULES` says. */
  readonly locks?: LockRules;
  /** What several services stand on. */
  readonly platforms?: readonly Platform[];
  /** The change advisory board; left out: there is none. */
  readonly cab?: BoardRule | undefined;
  /** When failed deployments stop a line by themselves; left out: never. */
  readonly breaker?: BreakerRule | undefined;
  /** What holds services while others are in trouble; left out: nothing does. */
  readonly notWhile?: readonly NotWhile[];
  /** Ways in which services are known to fail. */
  readonly failureModes?: readonly FailureMode[] | undefined;
  /** Who sends alerts, and what they may do. */
  readonly alerts?: readonly AlertSource[];
  /** Who tells of changes that were made elsewhere. */
  readonly changes?: readonly ChangeSource[];
  /** Who tells of tickets of users. */
  readonly tickets?: readonly TicketSource[];
  /** Stores that have reviews. */
  readonly reviews?: readonly ReviewSource[];
  /** Who tells that versions are there. */
  readonly publishers?: readonly Publisher[];
  /** Where incidents are told; left out: nowhere. */
  readonly incidents?: IncidentRule | undefined;
  /** From how many points on a deployment counts as risky; left out: 35 and 60. */
  readonly risk?: RiskRule | undefined;
  /** What takes a second factor; left out: nothing. */
  readonly secondFactor?: SecondFactorRule | undefined;
  /** Who signs lists of people that are taken; left out: none is. */
  readonly peopleImport?: PeopleRule | undefined;
  /** Left out: the worker itself, called here. */
  readonly probes?: readonly Probe[];
}
