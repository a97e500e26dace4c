import type { Log } from '../../../ports/log.ts';
import type { Clock } from '../clock.ts';
import type { Envelope, Outcome } from '../deliver/delivery.ts';
import type { Faults } from '../rules/faults.ts';
import type { RateLimits } from '../rules/rate-limit.ts';
import type { Triggers } from '../rules/trigger.ts';
import type { Uploads } from '../rules/uploads.ts';
import type { Modals } from './modals.ts';
import type { Change, Entry, State } from './state.ts';
import type { AppRegistration, WorkspaceSeed } from './workspace.ts';

/** Everything a method, a rule or an act may need: the state, the one way to change it, the rules' memory. */
export interface World {
  readonly seed: WorkspaceSeed;
  readonly app: AppRegistration;
  readonly clock: Clock;
  readonly log: Log;
  readonly state: Readonly<State>;
  readonly modals: Modals;
  readonly triggers: Triggers;
  readonly rateLimits: RateLimits;
  readonly faults: Faults;
  readonly uploads: Uploads;
  /** How long Slack looks at a file before a message may show it. */
  readonly fileLookMs: number;
  /** The next message ts: later than every one before, also across restarts. */
  nextTs(): string;
  /** Applies, journals and announces one change. */
  commit(entry: Entry, change?: Change): void;
  /** Announces what is not kept, such as an opened modal. */
  announce(change: Change): void;
  onChange(listener: (change: Change) => void): () => void;
  /** Hands one envelope to the app and waits for its ack, at most three seconds. */
  send(envelope: Envelope): Promise<Outcome>;
  /** Sends an event with Slack's retries, in the background. */
  emit(event: Readonly<Record<string, unknown>>): void;
  /** This server's own origin, without a trailing slash. */
  origin(): string;
  /** Address of Socket Mode for the next connection; undefined where the app takes HTTP. */
  openSocket(): string | 'too_many' | undefined;
}
