import { z } from 'zod';
import type { Change, Entry } from '../kernel/change.ts';
import { Duration, sayDuration } from '../kernel/duration.ts';
import { type Refusal, refuse } from '../kernel/refusal.ts';
import type { Target } from '../kernel/target.ts';
import { type Instant, instant, plus } from '../kernel/time.ts';
import { CODE_OWNERS } from './approval.ts';

/** What is told of an artifact; that it was approved and is live its deployments say. */
export const MARKS = ['built', 'scanned'] as const;
export type MarkName = (typeof MARKS)[number];

/** What an artifact is handed on to, in order. */
export const HAND_OFF_STEPS = ['scanned', 'approved', 'live'] as const;
export type HandOffStep = (typeof HAND_OFF_STEPS)[number];

/** Within what time the step is expected after the one before, who answers for it, and who is asked after them. */
const Clock = z.strictObject({
  within: Duration,
  owner: z
    .string()
    .describe('A group, owners of the service, on-call, or code-owners: of the files that change.'),
  next: z.string().refine((name) => name !== CODE_OWNERS, {
    error: `cannot be ${CODE_OWNERS}: it is who is asked where nobody owns the files that change; name a group`,
  }),
});
export const HandOffClocks = z.strictObject({
  scanned: Clock.optional(),
  approved: Clock.optional(),
  live: Clock.optional(),
});
export type HandOffClocks = z.infer<typeof HandOffClocks>;

/** The clocks of every service, and where it is that an artifact is live. */
export const HandOffRules = HandOffClocks.extend({ environment: z.string() });
export type HandOffRules = z.infer<typeof HandOffRules>;

export interface Mark {
  readonly what: MarkName;
  readonly at: Instant;
  readonly by: string;
  /** Where what was found is to be read. */
  readonly report: string | null;
}

/** Somebody was asked for a step that is late. */
export interface AskedFor {
  readonly step: HandOffStep;
  readonly turn: 'owner' | 'next';
  readonly at: Instant;
  readonly whom: readonly string[];
  /** Why the owner was not asked before the next one: nobody was meant. */
  readonly instead?: string;
}

/** Whom the name of a clock means now, or why it means nobody. */
export interface Meant {
  readonly people: readonly string[];
  readonly nobody?: string;
}

/** One artifact on its way to `environment`, from its first mark until it is live there or another one is. */
export interface HandOff extends Target {
  readonly version: string;
  readonly marks: readonly Mark[];
  readonly asked: readonly AskedFor[];
  readonly endedAs: 'live' | 'superseded' | null;
  /** When it is looked at next; null once it is over. */
  readonly wakeAt: Instant | null;
  readonly revision: number;
}

export interface HandOffRow {
  readonly table: 'hand_off';
  readonly row: HandOff;
}

/** Something of a hand-off was told or is late; `tell` are asked by name. */
export interface HandOffEvent extends Target {
  readonly type: 'hand-off';
  readonly what: string;
  readonly version: string;
  readonly revision: number;
  readonly at: Instant;
  readonly by: string;
  readonly note: string;
  readonly tell: readonly string[];
}
export type HandOffChange = Change<HandOffRow, HandOffEvent>;

/** What deployments tell of it: since when each is so. */
export interface Reached {
  readonly approved: Instant | null;
  readonly live: Instant | null;
  /** Another version went live since it was told of first. */
  readonly superseded: boolean;
}

/** What is not waited for by a clock is looked at so often, to see it go on. */
export const LOOK_MS = 5 * 60_000;

type Place = Pick<HandOff, 'service' | 'environment' | 'version'>;
type Told = Pick<Mark, 'what' | 'by' | 'report'>;

/** Tells a mark, once each. */
export function mark(
  row: HandOff | null,
  place: Place,
  { what, by, report }: Told,
  now: Instant,
): HandOffChange | Refusal {
  const had = row?.marks.find((one) => one.what === what);
  if (had) {
    return refuse('marked', `${place.service} ${place.version} is ${what} already.`, {
      why: `${had.by} told so.`,
      line: `/release hand-offs ${place.service}`,
    });
  }
  const marks = [...(row?.marks ?? []), { what, at: now, by, report }];
  const next: HandOff = {
    ...place,
    asked: row?.asked ?? [],
    endedAs: row?.endedAs ?? null,
    marks,
    wakeAt: row?.endedAs ? null : now,
    revision: row ? row.revision + 1 : 0,
  };
  const note = `${place.service} ${place.version} is ${what}`;
  return written(next, {
    what: `marked-${what}`,
    by,
    at: now,
    note,
    tell: [],
    evidence: { report },
  });
}

/** The clock that runs: which step is waited for, since when, until when, and who answers for it. */
export interface Running {
  readonly step: HandOffStep;
  readonly since: Instant;
  readonly dueAt: Instant;
  readonly owner: string;
  readonly next: string;
}

/** Each step with when it was reached; null where it was not. */
export function reachedBy(row: Pick<HandOff, 'marks'>, seen: Reached) {
  const at = (what: MarkName): Instant | null =>
    row.marks.find((one) => one.what === what)?.at ?? null;
  return { built: at('built'), scanned: at('scanned'), approved: seen.approved, live: seen.live };
}

/** The clock of the first step that is not reached; null where nobody set one, and once all are. */
export function clockOf(
  row: Pick<HandOff, 'marks'>,
  seen: Reached,
  rules: HandOffClocks,
): Running | null {
  const reached = reachedBy(row, seen);
  // What was passed over, because a later step is reached, is not waited for.
  const open = HAND_OFF_STEPS.find((_, i) =>
    HAND_OFF_STEPS.slice(i).every((later) => reached[later] === null),
  );
  const rule = open && rules[open];
  if (!open || !rule) return null;
  const since = instant(Math.max(...Object.values(reached).flatMap((at) => at ?? [])));
  const { within, owner, next } = rule;
  return { step: open, since, dueAt: plus(since, within), owner, next };
}

/**
 * What time and deployments do to it: the owner of a late step is asked once, and after as long again the next one, who
 * is asked at once where the owner is nobody; it ends once it is live, or another version is. Null where there is
 * nothing to do yet. `whoIs` answers null for whom nobody has looked for yet: they are at the next look.
 */
export function tend(
  row: HandOff,
  seen: Reached,
  rules: HandOffClocks,
  { whoIs, now }: { readonly whoIs: (name: string) => Meant | null; readonly now: Instant },
): HandOffChange | null {
  if (row.endedAs !== null || row.wakeAt === null || row.wakeAt > now) return null;
  if (seen.live !== null || seen.superseded) return ended(row, seen, now);
  const clock = clockOf(row, seen, rules);
  const turn = clock && turnOf(row, clock, now);
  const meant = turn && whoIs(clock[turn]);
  if (!clock || !turn || !meant) return asleep(row, clock, now);
  if (turn === 'next' || meant.nobody === undefined)
    return ask(row, clock, { turn, whom: meant.people, now });
  const whom = whoIs(clock.next)?.people ?? [];
  return ask(row, clock, { turn: 'next', whom, instead: meant.nobody, now });
}

function ended(row: HandOff, { live }: Reached, now: Instant): HandOffChange {
  const { service, version, environment } = row;
  const endedAs = live === null ? 'superseded' : 'live';
  const note = `${service} ${version} is ${live === null ? 'superseded' : `live in ${environment}`}`;
  const about = { by: 'fairway', at: now, tell: [], evidence: {} } as const;
  return written({ ...next(row), endedAs, wakeAt: null }, { ...about, what: endedAs, note });
}

/** Whoever answers for a late step is asked by name, and it is written down that they were. */
function ask(
  row: HandOff,
  clock: Running,
  { now, ...asking }: Omit<AskedFor, 'step' | 'at'> & { readonly now: Instant },
): HandOffChange {
  const { service, version } = row;
  const { turn, whom, instead = null } = asking;
  const asked = [...row.asked, { step: clock.step, at: now, ...asking }];
  const late = sayDuration(Math.floor((now - clock.since) / 60_000) * 60_000);
  const note = `${service} ${version} is not ${clock.step} for ${late}, and ${answering(clock, asking)}`;
  const after = { ...next(row), asked, wakeAt: wakeOf(clock, now) };
  const evidence = {
    step: clock.step,
    turn,
    whom,
    instead,
    since: clock.since,
    dueAt: clock.dueAt,
  };
  return written(after, { what: 'late', by: 'fairway', at: now, note, tell: whom, evidence });
}

function answering(
  { owner, next }: Running,
  { turn, instead }: Pick<AskedFor, 'turn' | 'instead'>,
): string {
  if (turn === 'owner') return `${owner} answers for that`;
  if (instead === undefined) return `${next}, after ${owner}, answers for that`;
  return `${next} answers for that, not ${owner}: ${instead}`;
}

/**
 * Whose turn it is to be asked, once each: the owner's when it is late, the next one's when it is so twice over. Nobody's
 * once the next one was, who may have been in the owner's place.
 */
export function turnOf(
  row: Pick<HandOff, 'asked'>,
  { step, since, dueAt }: Running,
  now: Instant,
): AskedFor['turn'] | null {
  const asked = (turn: AskedFor['turn']): boolean =>
    row.asked.some((one) => one.step === step && one.turn === turn);
  if (now < dueAt || asked('next')) return null;
  if (!asked('owner')) return 'owner';
  return now >= plus(dueAt, dueAt - since) ? 'next' : null;
}

/** Looked at again without a word: nobody hears of it, and the ledger does not either. */
function asleep(row: HandOff, clock: Running | null, now: Instant): HandOffChange {
  const after = { ...next(row), wakeAt: wakeOf(clock, now) };
  return { rows: [{ table: 'hand_off', row: after }], ledger: [], events: [] };
}

function wakeOf(clock: Running | null, now: Instant): Instant {
  const ends = clock ? [clock.dueAt, plus(clock.dueAt, clock.dueAt - clock.since)] : [];
  return instant(Math.min(plus(now, LOOK_MS), ...ends.filter((at) => at > now)));
}

function next(row: HandOff): HandOff {
  return { ...row, revision: row.revision + 1 };
}

interface Deed {
  readonly what: string;
  readonly by: string;
  readonly at: Instant;
  readonly note: string;
  readonly tell: readonly string[];
  readonly evidence: Entry['evidence'];
}

function written(row: HandOff, { what, by, at, note, tell, evidence }: Deed): HandOffChange {
  const { service, environment, version, revision } = row;
  const entry: Entry = { subject: `artifact:${service}@${version}`, what, by, at, evidence };
  const event = {
    type: 'hand-off',
    what,
    service,
    environment,
    version,
    revision,
    at,
    by,
    note,
    tell,
  } as const;
  return { rows: [{ table: 'hand_off', row }], ledger: [entry], events: [event] };
}
