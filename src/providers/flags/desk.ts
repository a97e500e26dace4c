import type { Evaluate, FlagCopies, FlagCopy, FlagDesk } from '../../ports/flags.ts';
import type { Log } from '../../ports/log.ts';
import { compileStanding } from './compile-standing.ts';

/** Looked at again after so long, while somebody asks. */
const RENEW_MS = 1_000;
/** An older copy answers nobody while the database does. */
const STALE_MS = 2_000;
/** So long somebody is kept waiting who could be told what was known. */
const PATIENCE_MS = 500;

interface Known extends Pick<FlagCopy, 'revision'> {
  readonly evaluate: Evaluate;
}

interface Place {
  known: ReadonlyMap<string, Known>;
  flags: ReadonlyMap<string, Evaluate>;
  /** When what is known was right, and when it was looked for; null: never. */
  seenAt: number | null;
  triedAt: number | null;
  failing: boolean;
  looking: Promise<void> | null;
}

/**
 * Flags as they were a moment ago, in the memory of this process: no question to the database for each answer, and
 * where that is away, the last that was known. Only what changed is read, and compiled, again.
 */
export function createFlagDesk(parts: {
  readonly copies: FlagCopies;
  readonly log: Log;
  /** A steady clock, in milliseconds. */
  readonly now?: () => number;
  readonly patienceMs?: number;
}): FlagDesk {
  const { copies, log, now = () => performance.now(), patienceMs = PATIENCE_MS } = parts;
  const places = new Map<string, Place>();

  async function renew(environment: string, place: Place): Promise<void> {
    const askedAt = now();
    try {
      const newer = await copies.newer(environment, place.known);
      if (newer.length > 0) Object.assign(place, taken(place.known, newer));
      if (place.failing) log.info({ environment }, 'flags are read again');
      Object.assign(place, { seenAt: askedAt, failing: false });
    } catch (error) {
      fail(environment, place, String(error));
    } finally {
      place.looking = null;
    }
  }
  function fail(environment: string, place: Place, error: string): void {
    if (!place.failing) log.warn({ environment, error }, 'flags are told as they were last known');
    place.failing = true;
  }
  /** Whether it was this question that looks. */
  function looksAgain(environment: string, place: Place): boolean {
    if (place.looking || (place.triedAt !== null && now() - place.triedAt < RENEW_MS)) return false;
    place.triedAt = now();
    place.looking = renew(environment, place);
    return true;
  }

  return {
    async look(environment) {
      const place = places.get(environment) ?? unseen();
      places.set(environment, place);
      const looks = looksAgain(environment, place);
      const { seenAt, failing } = place;
      const isFresh = seenAt !== null && now() - seenAt <= STALE_MS;
      // In trouble only the one who looks waits, and the others have what was known.
      if (!isFresh && place.looking && (looks || !failing || seenAt === null)) {
        const answered = await inTime(place.looking, patienceMs);
        if (!answered) fail(environment, place, `no answer within ${patienceMs} ms`);
      }
      if (place.seenAt === null) throw new Error(`the flags of ${environment} were never read`);
      return place.flags;
    },
  };
}

function unseen(): Place {
  const nothing = { known: new Map(), flags: new Map() };
  return { ...nothing, seenAt: null, triedAt: null, failing: false, looking: null };
}

function taken(before: Place['known'], newer: readonly FlagCopy[]): Pick<Place, 'known' | 'flags'> {
  const read = newer.map((copy) => {
    const { flag, revision } = copy;
    return [flag, { revision, evaluate: compileStanding(copy) }] as const;
  });
  const known = new Map([...before, ...read]);
  return { known, flags: new Map([...known].map(([flag, { evaluate }]) => [flag, evaluate])) };
}

/** Whether it ended within that time. */
async function inTime(work: Promise<void>, patienceMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), patienceMs);
  });
  return Promise.race([work.then(() => true as const), late]).finally(() => clearTimeout(timer));
}
