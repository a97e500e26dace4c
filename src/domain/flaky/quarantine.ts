import type { Change, Entry } from '../kernel/change.ts';
import { sayDuration } from '../kernel/duration.ts';
import { type Refusal, refuse } from '../kernel/refusal.ts';
import type { Target } from '../kernel/target.ts';
import { type Instant, plus } from '../kernel/time.ts';
import { CLEAN_AFTER, FLAKY_VERSION, type Flakiness } from './flaky-1.ts';
import { NO_ENVIRONMENT } from './report.ts';

/** Whoever looks after a test in quarantine. */
export type Owner = { readonly person: string } | { readonly group: string };

/** A test of a service whose failures do not count until then, because somebody sees to it. */
export interface Quarantine extends Target {
  readonly test: string;
  readonly owner: Owner;
  readonly by: string;
  readonly because: string;
  readonly since: Instant;
  readonly until: Instant;
  /** Which one of this test it is. */
  readonly nth: number;
  /** Somebody ended it before its time. */
  readonly ended: { readonly by: string; readonly at: Instant } | null;
  /** When its owner is told that it is over; null once they were, and where somebody ended it. */
  readonly tellAt: Instant | null;
  readonly revision: number;
}

export interface QuarantineRow {
  readonly table: 'quarantine';
  readonly row: Quarantine;
}

/** Something of a quarantine that `tell` hear in person. */
export interface QuarantineEvent extends Target {
  readonly type: 'quarantine';
  readonly what: 'begun' | 'ended' | 'over';
  readonly test: string;
  readonly revision: number;
  readonly at: Instant;
  readonly by: string;
  readonly tell: readonly string[];
}
export type QuarantineChange = Change<QuarantineRow, QuarantineEvent>;

/** No longer than that: who still needs it then says so again. */
export const LONGEST_MS = 30 * 86_400_000;

interface Wanted {
  readonly owner: Owner;
  readonly by: string;
  readonly because: string;
  readonly lastsMs: number;
  /** The people who hear that it is theirs; whoever asked knows. */
  readonly people: readonly string[];
}

/** Whether the failures of its test do not count. */
export function holds({ ended, until }: Quarantine, now: Instant): boolean {
  return ended === null && now < until;
}

export function sayOwner(owner: Owner): string {
  return 'group' in owner ? owner.group : owner.person;
}

/** The people behind an owner. */
export function peopleOf(
  owner: Owner,
  membersOf: (group: string) => readonly string[],
): readonly string[] {
  return 'group' in owner ? membersOf(owner.group) : [owner.person];
}

/**
 * Puts a test into quarantine, or for longer. Only one that is flaky by its record: what always fails is broken, and a
 * quarantine would hide it.
 */
export function begin(
  held: Quarantine | null,
  { service, test }: Pick<Quarantine, 'service' | 'test'>,
  { owner, by, because, lastsMs, people }: Wanted,
  flakiness: Flakiness | null,
  now: Instant,
): QuarantineChange | Refusal {
  if (lastsMs < 1 || lastsMs > LONGEST_MS) return tooLong(lastsMs);
  if (!flakiness?.isFlaky) return notFlaky(service, test, flakiness);
  const row: Quarantine = {
    ...{ service, environment: NO_ENVIRONMENT, test, owner, by, because, since: now },
    until: plus(now, lastsMs),
    nth: held ? held.nth + 1 : 1,
    ended: null,
    tellAt: plus(now, lastsMs),
    revision: held ? held.revision + 1 : 0,
  };
  return written(row, {
    what: 'begun',
    by,
    at: now,
    tell: people.filter((person) => person !== by),
    evidence: {
      ...{ test, owner: sayOwner(owner), until: row.until, because, nth: row.nth },
      ...{ definitions: FLAKY_VERSION, flakyOn: flakiness.flakyOn, of: flakiness.of },
      commit: flakiness.lastCommit,
    },
  });
}

/** Ends it before its time: its failures count again from now on. */
export function end(
  held: Quarantine | null,
  { service, test }: Pick<Quarantine, 'service' | 'test'>,
  { by, because }: { readonly by: string; readonly because: string | null },
  now: Instant,
): QuarantineChange | Refusal {
  if (!held || !holds(held, now)) {
    return refuse('no-quarantine', `${test} of ${service} is in no quarantine.`, {
      line: `/release flaky ${service}`,
    });
  }
  const row = { ...held, ended: { by, at: now }, tellAt: null, revision: held.revision + 1 };
  const evidence = { test, owner: sayOwner(held.owner), because };
  return written(row, { what: 'ended', by, at: now, tell: [], evidence });
}

/** Says once, to whoever looks after it, that its time is over. Null while it is not, and once it was said. */
export function tellOver(
  held: Quarantine,
  people: readonly string[],
  now: Instant,
): QuarantineChange | null {
  if (held.tellAt === null || now < held.tellAt) return null;
  const row = { ...held, tellAt: null, revision: held.revision + 1 };
  const evidence = { test: held.test, owner: sayOwner(held.owner), told: people };
  return written(row, { what: 'over', by: 'fairway', at: now, tell: people, evidence });
}

function tooLong(lastsMs: number): Refusal {
  const asked = lastsMs < 1 ? 'no time at all' : sayDuration(lastsMs);
  return refuse('bad-length', `A quarantine cannot last ${asked}.`, {
    why: `It ends within ${sayDuration(LONGEST_MS)}, so that somebody looks at the test again.`,
    fix: 'Say how long, such as "for 14d".',
  });
}

function notFlaky(service: string, test: string, flakiness: Flakiness | null): Refusal {
  const why = flakiness
    ? `Since it was flaky last it passed on ${flakiness.cleanOn} commits and failed on none; after ${CLEAN_AFTER} it is clean.`
    : 'On no commit of the last 30 days is it known to have passed and failed, and a quarantine would hide what is broken.';
  return refuse('not-flaky', `${test} of ${service} is not known to be flaky.`, {
    why,
    fix: 'What is known:',
    line: `/release flaky ${service}`,
  });
}

interface Deed extends Pick<QuarantineEvent, 'what' | 'by' | 'at' | 'tell'> {
  readonly evidence: Entry['evidence'];
}

/** As the ledger has them. */
const WORDS = {
  begun: 'quarantined',
  ended: 'quarantine-ended',
  over: 'quarantine-over',
} as const;

function written(row: Quarantine, { evidence, ...said }: Deed): QuarantineChange {
  const { service, environment, test, revision } = row;
  const { what, by, at } = said;
  return {
    rows: [{ table: 'quarantine', row }],
    ledger: [{ subject: `tests:${service}`, what: WORDS[what], by, at, evidence }],
    events: [{ type: 'quarantine', service, environment, test, revision, ...said }],
  };
}
