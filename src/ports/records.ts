import type { Breaker } from '../domain/breaker/decide.ts';
import type { Catalog } from '../domain/catalog/catalog.ts';
import type { Suspicion } from '../domain/correlation/suspicion.ts';
import type { BurnWatch } from '../domain/deployment/burn-watch.ts';
import type { Deployment, DeploymentId, Status } from '../domain/deployment/deployment.ts';
import type { JourneyWatch } from '../domain/deployment/journey-watch.ts';
import type { AnyKept } from '../domain/deployment/sample.ts';
import type { Sighting } from '../domain/deployment/sighting.ts';
import type { Unattended } from '../domain/deployment/unattended.ts';
import type { Drill, Drilled, LinkedIncident, Period } from '../domain/dora/delivery.ts';
import type { Summary } from '../domain/dora/summary.ts';
import type { Move, MoveId } from '../domain/elsewhere/move.ts';
import type { Ticket } from '../domain/feedback/ticket.ts';
import type { TestHistory } from '../domain/flaky/flaky-1.ts';
import type { Quarantine } from '../domain/flaky/quarantine.ts';
import type { Occupant } from '../domain/gates/facts.ts';
import type { ActionItem } from '../domain/governance/action-item.ts';
import type { AdHocBlackout } from '../domain/governance/ad-hoc-blackout.ts';
import type { Closures } from '../domain/governance/calendar-copies.ts';
import type { FeedState } from '../domain/governance/calendar-feed.ts';
import type { Departure } from '../domain/governance/departure.ts';
import type { HandOff } from '../domain/governance/hand-off.ts';
import type { Lock } from '../domain/governance/lock.ts';
import type { Place } from '../domain/governance/lock-place.ts';
import type { Schedule, ScheduleId } from '../domain/governance/schedule.ts';
import type { Reference } from '../domain/incident/alert.ts';
import type { Incident, IncidentId } from '../domain/incident/incident.ts';
import type { ActionId } from '../domain/kernel/action-id.ts';
import type { Plain } from '../domain/kernel/change.ts';
import type { Target } from '../domain/kernel/target.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { StageRun } from '../domain/stages/stage.ts';
import type { StagePeriod, WhichRuns } from '../domain/stages/stages-1.ts';
import type { StageSummary } from '../domain/stages/summary.ts';
import type { Event } from './event.ts';

export interface Filter {
  readonly statuses?: readonly Status[];
  readonly service?: string;
  readonly environment?: string;
  readonly requestedBy?: string;
  readonly digest?: string;
  /** Only what was requested, started or finished at or after this. */
  readonly since?: Instant;
  readonly limit: number;
}

export interface IncidentFilter {
  /** Only what was opened or resolved at or after this. */
  readonly since?: Instant;
  /** Only what was opened by then. */
  readonly until?: Instant;
  readonly open?: boolean;
  /** Only what touches it, in `environment` where that is said as well. */
  readonly service?: string;
  readonly environment?: string;
  readonly limit: number;
}

export interface ActionFilter {
  /** Only what is not done. */
  readonly open?: boolean;
  /** Only what was learned from one of these deployments and incidents. */
  readonly about?: readonly string[];
  readonly owner?: string;
  readonly service?: string;
  readonly limit: number;
}

/** What started, by when it last started or ended: at `since` or after; started at `until` or before. */
export interface MovedFilter {
  readonly since: Instant;
  readonly until?: Instant;
  readonly environment?: string;
  readonly services?: readonly string[];
  readonly limit: number;
}

/** Changes made elsewhere, by when they were made: at `since` or after, at `until` or before. */
export interface ElsewhereFilter {
  readonly since: Instant;
  readonly until?: Instant;
  /** What was made everywhere is among them. */
  readonly environments?: readonly string[];
  /** What is about every service is among them. */
  readonly services?: readonly string[];
  readonly limit: number;
}

/** Of these tests, or of those that passed and failed on one commit: the ones most often so first. */
export interface TestFilter {
  readonly since: Instant;
  readonly tests?: readonly string[];
  readonly limit: number;
}

export interface QuarantineFilter {
  readonly service: string;
  readonly tests?: readonly string[];
  /** Only those whose time is not over at this moment, and that nobody ended. */
  readonly heldAt?: Instant;
  readonly limit: number;
}

/** Of the last deployments that are over; those that were taken back count as failed. */
export interface TrackRecord {
  readonly tried: number;
  readonly failed: number;
}

/** One numbered line of the ledger: `ref` is `D-12#7`, `body` the parsed canonical text. */
export interface LedgerLine {
  readonly ref: string;
  readonly seq: number;
  readonly body: { readonly [key: string]: Plain };
}

/** The newest lines; `isAll`: there are no others, though not all need be for whoever asks to see. */
export interface LedgerTail {
  readonly lines: readonly LedgerLine[];
  readonly isAll: boolean;
}

/** Which entries of the ledger: done at `since` or after and before `until`, and one of these things. */
export interface LedgerPeriod {
  readonly since: Instant;
  readonly until: Instant;
  readonly what: readonly string[];
  readonly limit: number;
}

/** A message that was given up on: what it says, where it should be, and why it is not there. */
export interface ParkedMessage {
  readonly channel: string;
  readonly text: string;
  readonly why: string;
}

/** A deployment, and what time it was by the database's clock when it was so. */
export interface Moment {
  readonly deployment: Deployment;
  readonly now: Instant;
}

/** One that has something to do since `wakeAt`. */
export interface Overdue {
  readonly id: DeploymentId;
  readonly wakeAt: Instant;
}

/** What has been recorded, as questions. Reads only; newest first unless said otherwise. */
export interface Records {
  deployment(id: DeploymentId): Promise<Deployment | null>;
  asOf(id: DeploymentId): Promise<Moment | null>;
  deployments(filter: Filter): Promise<readonly Deployment[]>;
  /** What started, the last to start or end first. */
  moved(filter: MovedFilter): Promise<readonly Deployment[]>;
  /** Succeeded at this target and not rolled back since, newest first. */
  verified(target: Target, limit: number): Promise<readonly Deployment[]>;
  /** Whether this digest has ever been verified at the target and not rolled back. */
  isVerified(target: Target, digest: string): Promise<boolean>;
  /** What stands there of these places, whether it holds or not. */
  locksAt(places: readonly Place[]): Promise<readonly Lock[]>;
  /** Every lock held, and those whose time is over and that nobody has tended since. */
  locks(): Promise<readonly Lock[]>;
  /** What was last said of what serves there though no deployment put it there. */
  sighting(target: Target): Promise<Sighting | null>;
  /** Made by a command, over or not: the one of exactly this target. */
  blackout(target: Target): Promise<AdHocBlackout | null>;
  /** All of an environment, or everywhere; those that are over are among them. */
  blackouts(environment: string | null): Promise<readonly AdHocBlackout[]>;
  /** All that this configuration closes, with what the calendars it names said last. */
  closures(catalog: Pick<Catalog, 'blackouts' | 'windows' | 'feeds'>): Promise<Closures>;
  /** What is known of every feed that was ever looked at. */
  calendarFeeds(): Promise<readonly FeedState[]>;
  /** The texts of copies of calendars, by digest. */
  calendarCopies(digests: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** What was measured of a target with an objective; null before the first look. */
  burn(target: Target): Promise<BurnWatch | null>;
  /** Every line that was ever stopped, whether it runs again or not. */
  breakers(): Promise<readonly Breaker[]>;
  /** What the last rounds of a journey found that is watched; null before the first. */
  journeyWatch(target: Target, name: string): Promise<JourneyWatch | null>;
  /** Those that are red, or of which it is not said yet that they are not. */
  redJourneys(limit: number): Promise<readonly JourneyWatch[]>;
  schedule(id: ScheduleId): Promise<Schedule | null>;
  /** Every schedule that was not removed, by number. */
  schedules(limit: number): Promise<readonly Schedule[]>;
  /** Schedules whose time to be looked at has come, the longest due first. */
  dueSchedules(now: Instant, limit: number): Promise<readonly ScheduleId[]>;
  departure(id: string): Promise<Departure | null>;
  /** Departures of trains that are not over, the next to leave first. */
  departures(limit: number): Promise<readonly Departure[]>;
  /** Those whose time to be looked at has come, the longest due first. */
  dueDepartures(now: Instant, limit: number): Promise<readonly string[]>;
  incident(id: IncidentId): Promise<Incident | null>;
  /** Newest first. */
  incidents(filter: IncidentFilter): Promise<readonly Incident[]>;
  /**
   * The one an alert belongs to: open and touching this target or named so by the source, else the
   * newest of that name that is over.
   */
  incidentAbout(
    reference: Pick<Reference, 'source' | 'ref'>,
    target: Target,
  ): Promise<Incident | null>;
  ledger(subject: string): Promise<readonly LedgerLine[]>;
  /** What it says of several subjects, in no order. */
  ledgerOf(subjects: readonly string[]): Promise<ReadonlyMap<string, readonly LedgerLine[]>>;
  /** What was done in a period, newest first. */
  ledgerWithin(period: LedgerPeriod): Promise<readonly LedgerLine[]>;
  /** How the last twenty of each of these services there went. */
  trackRecords(
    services: readonly string[],
    environment: string,
  ): Promise<ReadonlyMap<string, TrackRecord>>;
  /** What was told of an artifact, and who was asked for what is late; null where nothing was. */
  handOff(service: string, version: string): Promise<HandOff | null>;
  /** Those under way, of one service or (null) of all. */
  handOffs(service: string | null, limit: number): Promise<readonly HandOff[]>;
  /** Those whose time to be looked at has come, the longest due first. */
  dueHandOffs(now: Instant, limit: number): Promise<readonly HandOff[]>;
  actionItem(id: ActionId): Promise<ActionItem | null>;
  actionItems(filter: ActionFilter): Promise<readonly ActionItem[]>;
  /** Open ones whose owner is to be asked by now, the longest due first. */
  dueActionItems(now: Instant, limit: number): Promise<readonly ActionItem[]>;
  /** The median of what the last twenty of each that went well there took, in milliseconds. */
  typicalTimes(
    services: readonly string[],
    environment: string,
  ): Promise<ReadonlyMap<string, number>>;
  suspicion(id: IncidentId): Promise<Suspicion | null>;
  /** Of incidents that were opened for these services, newest first. */
  suspicions(services: readonly string[], limit: number): Promise<readonly Suspicion[]>;
  /** Those whose cause is known, newest first. */
  answeredSuspicions(limit: number): Promise<readonly Suspicion[]>;
  /** The newest lines that are about no deployment: rules, locks, blackouts, what nobody deployed. */
  ledgerBesides(limit: number): Promise<LedgerTail>;
  moveElsewhere(id: MoveId): Promise<Move | null>;
  /** What was changed elsewhere, the newest first. */
  movesElsewhere(filter: ElsewhereFilter): Promise<readonly Move[]>;
  /** Events that not everybody has heard of yet, of these types, the newest first. */
  untold(types: readonly Event['type'][], limit: number): Promise<readonly Event[]>;
  /** What users wrote of a place, oldest first: at `since` or after and before `until`. */
  tickets(
    target: Target,
    span: { readonly since: Instant; readonly until: Instant; readonly limit: number },
  ): Promise<readonly Ticket[]>;
  /** When the first ticket of a place was written, by who told of it; whoever told of none is left out. */
  firstTickets(target: Target, sources: readonly string[]): Promise<ReadonlyMap<string, Instant>>;
  /** What the judges of a deployment saw, in the order they saw it. */
  samples(id: DeploymentId): Promise<readonly AnyKept[]>;
  /** All that runs in an environment, on behalf of a service that asks for room there. */
  occupants(environment: string, service: string): Promise<readonly Occupant[]>;
  /** Deployments of a kind that are not over and whose wake-up has come, oldest first. */
  overdue(now: Instant, limit: number, kind: Deployment['kind']): Promise<readonly Overdue[]>;
  /** Deployments not over that nothing will move, oldest first. */
  unattended(limit: number): Promise<readonly Unattended[]>;
  /** Over, and the review of their broken glass is owed: to be asked for by then, or all; longest owed first. */
  reviews(by: Instant | null, limit: number): Promise<readonly Deployment[]>;
  /** Messages that are never sent again by themselves, newest first. */
  parked(limit: number): Promise<readonly ParkedMessage[]>;
  /** What happened to a service in an environment in a period, counted by DORA's definitions. */
  dora(target: Target, period: Period, incidents: readonly LinkedIncident[]): Promise<Summary>;
  /** The deployments behind one of its numbers, newest first. */
  drill(
    target: Target,
    period: Period,
    incidents: readonly LinkedIncident[],
    which: { readonly drill: Drill; readonly limit: number },
  ): Promise<readonly Drilled[]>;
  /** How reliable the stages of a service in an environment were in a period, in no order. */
  stages(target: Target, period: StagePeriod): Promise<readonly StageSummary[]>;
  /** The runs behind one of those numbers: newest first, or the longest first. */
  stageRuns(target: Target, period: StagePeriod, which: WhichRuns): Promise<readonly StageRun[]>;
  /** The steps and waits of a deployment that are over, in the order in which they ended. */
  stagesOf(id: DeploymentId): Promise<readonly StageRun[]>;
  /** What is known since then of tests of a service, commit by commit, in no order. */
  testHistories(service: string, filter: TestFilter): Promise<readonly TestHistory[]>;
  /** The last one of this test, over or not. */
  quarantine(service: string, test: string): Promise<Quarantine | null>;
  /** The last ones of tests of a service, by name. */
  quarantines(filter: QuarantineFilter): Promise<readonly Quarantine[]>;
  /** Those whose time is over and whose owner was not told, the longest due first. */
  dueQuarantines(now: Instant, limit: number): Promise<readonly Quarantine[]>;
  /** The database's clock. */
  now(): Promise<Instant>;
}
