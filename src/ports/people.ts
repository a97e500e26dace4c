import type { KnownPeople, PeopleChange } from '../domain/catalog/people-list.ts';
import type { Refusal } from '../domain/kernel/refusal.ts';
import type { Instant } from '../domain/kernel/time.ts';

export interface PeopleStanding {
  readonly last: KnownPeople | null;
  readonly now: Instant;
}

/** Lists of people that were taken; the last one counts. */
export interface People {
  /** ONE transaction: wait for whoever decides, read, decide, write the list and the ledger. */
  change(decide: (at: PeopleStanding) => PeopleChange | Refusal): Promise<PeopleChange | Refusal>;
  /** The serial of the last list; 0 before the first. */
  serial(): Promise<number>;
  last(): Promise<KnownPeople | null>;
  /** All of them, oldest first. */
  all(): Promise<readonly KnownPeople[]>;
}
