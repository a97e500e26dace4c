import type { Artifact, Digest } from '../artifact/artifact.ts';
import type { Change, Entry } from '../kernel/change.ts';
import { type Refusal, refuse } from '../kernel/refusal.ts';
import type { Target } from '../kernel/target.ts';
import { type Instant, plus } from '../kernel/time.ts';
import type { Deployment } from './deployment.ts';
import {
  type Found,
  markOf,
  reconfigured,
  type Serving,
  type Setting,
  settingsLeft,
  settingsOf,
} from './setting.ts';

/**
 * What was seen to serve at a target though no deployment put it there, or not so. `noticed`: once, which a look
 * amid a change of hands may do; `open`: again, and the owners are asked; `explained`: somebody says
 * why, for a day; `adopted`: it counts as put there; `over`: what serves is known again.
 */
export interface Sighting extends Target {
  readonly state: 'noticed' | 'open' | 'explained' | 'adopted' | 'over';
  /** The how many-th of this target that people are told of; each has a message of its own. */
  readonly incident: number;
  /** Most traffic first. */
  readonly found: readonly Found[];
  /** What a deployment left there; null where none ever did. */
  readonly expected: Artifact | null;
  readonly since: Instant;
  readonly word: { readonly by: string; readonly at: Instant; readonly because: string } | null;
  /** What counts as put there until a deployment starts. */
  readonly adopted: {
    readonly digests: readonly Digest[];
    /** Not there in what was stored before configurations were told. */
    readonly settings?: readonly Setting[];
    readonly at: Instant;
  } | null;
  readonly revision: number;
}

/** `row.revision - 1` must be what is stored: who was slower than another writes nothing. */
export type SightingRow = { readonly table: 'sighting'; readonly row: Sighting };
export type SightingChange = Change<SightingRow, never>;

/** Everything at one target that a look is judged by. */
export interface Look extends Target {
  /** What people meet there, most traffic first. */
  readonly serves: readonly Serving[];
  /** Deployments that started there and are over, newest first, back to one that succeeded. */
  readonly ended: readonly Pick<
    Deployment,
    'status' | 'artifact' | 'previous' | 'startedAt' | 'ranWith'
  >[];
  /** One changes there now what serves: its look says nothing. */
  readonly busy: boolean;
}

const EXPLAINED_MS = 24 * 3_600_000;
const FAIRWAY = 'fairway';

/**
 * What a look at a target changes; null where nothing is new. What serves before the first deployment
 * from here is taken as found: it is no change of anything that was recorded.
 */
export function look(before: Sighting | null, seen: Look, now: Instant): SightingChange | null {
  if (seen.busy) return null;
  const known = knownAt(seen.ended, before);
  if (known.length === 0) return seen.serves.length > 0 ? asFound(before, seen, now) : null;
  const found = foundAmid(seen, known, before);
  if (found.length === 0) return cleared(before, seen, now);
  if (before === null || !isActive(before)) {
    return next(before, seen, { state: 'noticed', found, since: now, word: null }, now);
  }
  if (!isSame(before.found, found)) {
    return next(before, seen, { found, since: now, word: null, ...sameState(before) }, now);
  }
  if (before.state === 'noticed') return opened(before, seen, now);
  const word = before.state === 'explained' ? before.word : null;
  return word && now >= plus(word.at, EXPLAINED_MS) ? opened(before, seen, now) : null;
}

/** What nobody put there; where all of it was put there, what runs with another configuration since. */
function foundAmid(
  { serves, ended }: Look,
  known: readonly Digest[],
  before: Sighting | null,
): readonly Found[] {
  const unknown = serves.filter(({ digest }) => !known.includes(digest));
  if (unknown.length > 0) return unknown.map(({ version, digest }) => ({ version, digest }));
  const adopted = adoptedSince(ended, before)?.settings ?? [];
  const told = before !== null && isActive(before) ? before.found : [];
  return reconfigured(serves, [...adopted, ...settingsLeft(ended)], told);
}

/** Somebody with the right to put it there says that it may stay; from here on it counts as put there. */
export function adopt(
  before: Sighting | null,
  asked: Word,
  now: Instant,
): SightingChange | Refusal {
  return answered(before, asked, 'adopted', now);
}

/** Somebody says why it is there. Nobody is asked about it for a day. */
export function explain(
  before: Sighting | null,
  asked: Word,
  now: Instant,
): SightingChange | Refusal {
  return answered(before, asked, 'explained', now);
}

/** What a person says of a sighting. `found` is the mark of what they saw; what came since is not meant. */
export interface Word extends Target {
  readonly by: string;
  readonly because: string;
  readonly found: string | null;
}

/** Waits for somebody, or is about to. */
export function isActive({ state }: Sighting): boolean {
  return state === 'noticed' || state === 'open' || state === 'explained';
}

/** Whether people are told of it: of what was seen only once they are not, and what they read before stays. */
export function isTold({ incident, state }: Sighting): boolean {
  return incident > 0 && state !== 'noticed';
}

/** A deployment that did not succeed may have left either of its versions, or what the one before it left. */
function knownAt(ended: Look['ended'], before: Sighting | null): readonly Digest[] {
  const left = ended.flatMap(({ status, artifact, previous }) =>
    status === 'succeeded' || previous === null ? [artifact] : [artifact, previous],
  );
  return [...(adoptedSince(ended, before)?.digests ?? []), ...left.map(({ digest }) => digest)];
}

/** What was adopted counts until a deployment starts. */
function adoptedSince([newest]: Look['ended'], before: Sighting | null): Sighting['adopted'] {
  const adopted = before?.adopted ?? null;
  return adopted !== null && (newest?.startedAt ?? 0) < adopted.at ? adopted : null;
}

function opened(before: Sighting, seen: Look, now: Instant): SightingChange {
  const incident = before.incident + 1;
  const news = { state: 'open', found: before.found, since: before.since, word: null } as const;
  return next(before, seen, { ...news, incident }, now);
}

function cleared(before: Sighting | null, seen: Look, now: Instant): SightingChange | null {
  if (before === null || !isActive(before)) return null;
  return next(before, seen, { state: 'over', found: [], since: now, word: null }, now);
}

/** What changes again while people are asked needs no second look to be true. */
function sameState({ state }: Sighting): Pick<Sighting, 'state'> {
  return { state: state === 'explained' ? 'open' : state };
}

function asFound(before: Sighting | null, seen: Look, now: Instant): SightingChange {
  const because = 'it served before the first deployment from here';
  const word = { by: FAIRWAY, at: now, because };
  const adopted = adoptionOf(seen.serves, now);
  return next(before, seen, { state: 'adopted', since: now, word, adopted }, now);
}

function answered(
  before: Sighting | null,
  { by, because, found, ...target }: Word,
  state: 'adopted' | 'explained',
  now: Instant,
): SightingChange | Refusal {
  const name = `${target.service} in ${target.environment}`;
  if (before === null || before.state === 'noticed' || !isActive(before)) {
    return refuse('nothing-unknown', `Nothing unknown serves ${name}.`, {
      fix: 'See what does:',
      line: `/release status ${target.service} in ${target.environment}`,
    });
  }
  if (found !== null && !before.found.some((one) => markOf(one) === found)) {
    return refuse('moved', `What serves ${name} has changed again.`, {
      why: 'Your word was about what served before. Nothing of it was stored.',
      fix: 'Look at the message as it is by now and repeat it if you still want it.',
    });
  }
  const row: Sighting = {
    ...before,
    state,
    word: { by, at: now, because },
    adopted: state === 'adopted' ? adoptionOf(before.found, now) : before.adopted,
    revision: before.revision + 1,
  };
  return changeTo(row, by, now);
}

function next(
  before: Sighting | null,
  { service, environment, serves, ended }: Look,
  news: Partial<Sighting> & Pick<Sighting, 'state' | 'since' | 'word'>,
  now: Instant,
): SightingChange {
  const row: Sighting = {
    service,
    environment,
    incident: before?.incident ?? 0,
    found: serves,
    adopted: before?.adopted ?? null,
    expected: ended.find(({ status }) => status === 'succeeded')?.artifact ?? null,
    ...news,
    revision: (before?.revision ?? 0) + 1,
  };
  return changeTo(row, FAIRWAY, now);
}

/** What was seen once is recorded when it is seen again: the ledger keeps what people were told. */
function changeTo(row: Sighting, by: string, at: Instant): SightingChange {
  const silent = row.state === 'noticed' || (row.state === 'over' && !isTold(row));
  return {
    rows: [{ table: 'sighting', row }],
    ledger: silent ? [] : [entry(row, by, at)],
    events: [],
  };
}

function entry(row: Sighting, by: string, at: Instant): Entry {
  return {
    subject: `target:${row.service}:${row.environment}`,
    what: WHAT[row.state],
    by,
    at,
    evidence: {
      found: row.found.map(({ version, digest, config = null, was }) => ({
        ...{ version, digest },
        ...(was === undefined ? {} : { config, was }),
      })),
      expected: row.expected?.digest ?? null,
      because: row.word?.because ?? null,
    },
  };
}

const WHAT: Readonly<Record<Sighting['state'], string>> = {
  noticed: 'noticed',
  open: 'found',
  explained: 'explained',
  adopted: 'adopted',
  over: 'known again',
};

function isSame(a: readonly Found[], b: readonly Found[]): boolean {
  const marks = (all: readonly Found[]): string =>
    all
      .map((one) => `${one.digest} ${markOf(one)}`)
      .toSorted()
      .join();
  return marks(a) === marks(b);
}

function adoptionOf(all: readonly Found[], at: Instant): NonNullable<Sighting['adopted']> {
  return { digests: all.map(({ digest }) => digest), settings: settingsOf(all), at };
}
