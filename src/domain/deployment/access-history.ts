import type { Catalog } from '../catalog/catalog.ts';
import { type Delegation, momentOf } from '../governance/delegation.ts';
import { canonicalText } from '../kernel/canonical.ts';
import type { Instant } from '../kernel/time.ts';
import { type Access, accessTo, type Sees } from './access.ts';

/** One version of the rules from when it came into force; `catalog` is null where nobody can read it any more. */
export interface Ruled<Version> {
  readonly since: Instant;
  readonly version: Version;
  readonly catalog: Catalog | null;
}

/** Its end is not part of it. */
export interface Period {
  readonly since: Instant;
  readonly until: Instant;
}

/** Something that held without interruption, and the versions of the rules that gave it and took it away. */
export interface Held<What, Version> {
  readonly what: What;
  readonly since: Instant;
  readonly givenBy: Version;
  /** It may have held before as well: earlier versions are not known. */
  readonly atLeast: boolean;
  /** Null while it holds. */
  readonly until: Instant | null;
  readonly endedBy: Version | null;
}

/**
 * Every right that anybody had at any moment of the period, each as long as it held without interruption:
 * one that was taken away and given again is two. A right is the same while person, place, rule and
 * whether it can be used at all are; the groups it came through are told as they were last.
 * @param versions oldest first; `whole` when the first of them is the first there ever was
 */
export function accessOver<Version>(
  versions: readonly Ruled<Version>[],
  period: Period,
  { whole, sees }: { readonly whole: boolean; readonly sees?: Sees },
): readonly Held<Access, Version>[] {
  const held = heldOver(
    versions.filter(({ since }) => since < period.until),
    (catalog) => accessTo(catalog, sees),
    ({ environment, service, person, may, rule, account }) =>
      `${environment}\n${service}\n${person}\n${may}\n${rule}\n${account}`,
    whole,
  );
  return held.filter(({ until }) => until === null || until > period.since);
}

/** The delegations of the period: written down in some part of it while their own time was not over. */
export function delegationsOver<Version>(
  versions: readonly Ruled<Version>[],
  period: Period,
  whole: boolean,
): readonly Held<Delegation, Version>[] {
  const held = heldOver(
    versions.filter(({ since }) => since < period.until),
    ({ delegations = [] }) => delegations,
    canonicalText,
    whole,
  );
  return held.filter(({ what, since, until }) => {
    const begins = Math.max(momentOf(what.since, what.zone), since, period.since);
    const ends = momentOf(what.until, what.zone);
    return begins < Math.min(ends, until ?? ends, period.until);
  });
}

type Open<What, Version> = ReadonlyMap<string, Held<What, Version>>;

/** @param of what holds under one version; `key` says when two of those are the same */
function heldOver<What, Version>(
  versions: readonly Ruled<Version>[],
  of: (catalog: Catalog) => readonly What[],
  key: (what: What) => string,
  whole: boolean,
): readonly Held<What, Version>[] {
  const over: Held<What, Version>[] = [];
  let open: Open<What, Version> = new Map();
  /** The first version that cannot be read, since the last that could. */
  let unread: Ruled<Version> | null = null;
  for (const [i, one] of versions.entries()) {
    const { since, version, catalog } = one;
    if (!catalog) {
      unread ??= one;
      continue;
    }
    const now = new Map(of(catalog).map((what) => [key(what), what]));
    over.push(...endedIn(open, now, unread ?? one));
    const atLeast = unread !== null || (i === 0 && !whole);
    const fresh = { since, givenBy: version, atLeast, until: null, endedBy: null };
    // Behind a version that nobody can read, what holds again may not have held all the time.
    open = goingOn(unread ? new Map() : open, now, fresh);
    unread = null;
  }
  return [...over, ...open.values()];
}

function endedIn<What, Version>(
  open: Open<What, Version>,
  now: ReadonlyMap<string, What>,
  { since, version }: Ruled<Version>,
): readonly Held<What, Version>[] {
  const gone = [...open].filter(([name]) => !now.has(name));
  return gone.map(([, held]) => ({ ...held, until: since, endedBy: version }));
}

function goingOn<What, Version>(
  open: Open<What, Version>,
  now: ReadonlyMap<string, What>,
  fresh: Omit<Held<What, Version>, 'what'>,
): Open<What, Version> {
  return new Map([...now].map(([name, what]) => [name, { ...(open.get(name) ?? fresh), what }]));
}
