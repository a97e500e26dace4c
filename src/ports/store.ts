import type { BreakerRow } from '../domain/breaker/decide.ts';
import type { SuspicionRow } from '../domain/correlation/suspicion.ts';
import type { BroughtRow } from '../domain/deployment/brought.ts';
import type { BurnRow } from '../domain/deployment/burn-watch.ts';
import type { Deployment, DeploymentId } from '../domain/deployment/deployment.ts';
import type { JourneyWatchRow } from '../domain/deployment/journey-watch.ts';
import type { DeploymentRow } from '../domain/deployment/moves.ts';
import type { KeptPageRow } from '../domain/deployment/page-picture.ts';
import type { SampleRow } from '../domain/deployment/sample.ts';
import type { SightingRow } from '../domain/deployment/sighting.ts';
import type { MoveId, MoveRow } from '../domain/elsewhere/move.ts';
import type { TicketRow } from '../domain/feedback/ticket.ts';
import type { QuarantineRow } from '../domain/flaky/quarantine.ts';
import type { TestRunRow } from '../domain/flaky/report.ts';
import type { ActionRow } from '../domain/governance/action-item.ts';
import type { BlackoutRow } from '../domain/governance/ad-hoc-blackout.ts';
import type { FeedRow } from '../domain/governance/calendar-feed.ts';
import type { DepartureRow } from '../domain/governance/departure.ts';
import type { HandOffRow } from '../domain/governance/hand-off.ts';
import type { Lock, LockRow } from '../domain/governance/lock.ts';
import type { ScheduleId, ScheduleRow } from '../domain/governance/schedule.ts';
import type { IncidentId, IncidentRow } from '../domain/incident/incident.ts';
import type { ActionId } from '../domain/kernel/action-id.ts';
import type { Change } from '../domain/kernel/change.ts';
import type { Refusal } from '../domain/kernel/refusal.ts';
import type { Target } from '../domain/kernel/target.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Event } from './event.ts';

export type Row =
  | DeploymentRow
  | LockRow
  | SightingRow
  | BlackoutRow
  | BreakerRow
  | BurnRow
  | JourneyWatchRow
  | SampleRow
  | KeptPageRow
  | ScheduleRow
  | DepartureRow
  | HandOffRow
  | IncidentRow
  | SuspicionRow
  | BroughtRow
  | FeedRow
  | TicketRow
  | MoveRow
  | ActionRow
  | TestRunRow
  | QuarantineRow;

/**
 * What a change is about. `epoch` is the fence the writer holds: when the target's has moved on, the
 * writer is a zombie and nothing is written.
 */
export interface About {
  readonly target: Target;
  readonly deployment?: DeploymentId;
  readonly epoch?: number;
  /** The act of the inbox that asks for it: done in the same transaction, and only once. */
  readonly cause?: string;
  /**
   * Who drives `deployment`. Starting it takes the target's lease in the same transaction, and a change
   * after which there is nothing to do now gives it back.
   */
  readonly drive?: { readonly holder: string; readonly leaseMs: number };
}

/** What a decision may rely on: read in its own transaction, the target's row locked first. */
export interface Held {
  readonly deployment: Deployment | null;
  readonly running: Deployment | null;
  /** What stands at the target as a place of a lock, whether it holds or not. */
  readonly lock: Lock | null;
  readonly now: Instant;
}

export type Decision = Change<Row, Event> | Refusal | null;

export type Recorded =
  | {
      readonly kind: 'recorded';
      readonly entries: readonly string[];
      /** What stands there now. */
      readonly rows: readonly Row[];
      readonly now: Instant;
      /** The target's, with this change. */
      readonly epoch: number;
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** Another worker holds the target, or a newer decision raised its fence. */
  | { readonly kind: 'fenced' }
  /** The decision returned null, or its row had moved: look again. */
  | { readonly kind: 'unchanged' };

/** The only write path of what decisions read. Idempotent where the decision is: it sees current rows. */
export interface Store {
  /**
   * ONE transaction: lock the target's fence row, read, decide, then write rows (checked by revision),
   * ledger, outbox, and raise the fence when asked. Nothing is written for a refusal or null.
   * Two deployments that would both run on the target end as a refusal with code `slot`.
   * @throws when the database cannot be reached: retryable weather.
   */
  change(about: About, decide: (held: Held) => Decision): Promise<Recorded>;
  /** A fresh `D-n`; numbers rise and may have gaps. */
  nextId(): Promise<DeploymentId>;
  /** A fresh `S-n`, likewise. */
  nextScheduleId(): Promise<ScheduleId>;
  /** A fresh `INC-n`, likewise. */
  nextIncidentId(): Promise<IncidentId>;
  /** A fresh `A-n`, likewise. */
  nextActionId(): Promise<ActionId>;
  /** A fresh `E-n`, likewise. */
  nextMoveId(): Promise<MoveId>;
}
