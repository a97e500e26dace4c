import type { Catalog } from '../domain/catalog/catalog.ts';
import type { Gather } from '../domain/gates/index.ts';
import type { Target } from '../domain/kernel/target.ts';
import type { CalendarLinks } from './calendar-links.ts';
import type { Versions } from './configurations.ts';
import type { Contacts } from './contacts.ts';
import type { Factors } from './factors.ts';
import type { Leases } from './leases.ts';
import type { Log } from './log.ts';
import type { Passes } from './passes.ts';
import type { Provider } from './provider.ts';
import type { Records } from './records.ts';
import type { Store } from './store.ts';
import type { Transcript } from './transcript.ts';

/** How long things take where this Fairway runs. Milliseconds. */
export interface Settings {
  readonly leaseMs: number;
  /** Between the last approval and the start, in which it can be taken back. */
  readonly withdrawMs: number;
  readonly requestExpiresMs: number;
  /** Where browsers and calendar programs reach this Fairway, without a slash at its end; left out: nobody said. */
  readonly url?: string | null;
}

/**
 * All that a verb or a step may reach. Each takes the part it needs: `Pick<Context, …>`. There is no
 * clock in it: what decides is told the time by `records.now` or by what the store holds.
 */
export interface Context {
  readonly catalog: () => Catalog;
  readonly configurations: Versions;
  readonly store: Store;
  readonly records: Records;
  /**
   * Bookkeeping: who holds what, signs of life for people, and proofs of who they are. Of these only a
   * lease's epoch and a second factor decide anything.
   */
  readonly journal: {
    readonly leases: Leases;
    readonly contacts: Contacts;
    readonly factors: Factors;
    readonly calendarLinks: CalendarLinks;
    readonly passes: Passes;
  };
  /**
   * The provider a service or else its environment names, in the catalog in force or the one that is given.
   * @throws when none is registered under that name, a bug of config.
   */
  readonly provider: (target: Target, catalog?: Catalog) => Provider;
  readonly facts: Gather;
  /** SHA-256 of a text, in hexadecimal. */
  readonly digest: (text: string) => string;
  readonly settings: Settings;
  /** Takes what a provider prints while it works, for the deployment's thread. */
  readonly transcript: Transcript;
  readonly log: Log;
}
