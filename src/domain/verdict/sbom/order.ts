import semver from 'semver';
import type { Component } from './component.ts';

/** Ecosystems whose versions are semver to the last letter. */
const SEMVER: readonly string[] = ['npm', 'cargo', 'golang', 'hex', 'nuget', 'pub', 'swift'];

type Versioned = Pick<Component, 'ecosystem' | 'version'>;

/**
 * Its version as one that can be compared, or null. Elsewhere `1.2.3` alone is read: there it means the same
 * everywhere, while `1.2.3-4` is newer than `1.2.3` for Debian and older for npm.
 */
function comparable({ ecosystem, version }: Versioned): semver.SemVer | null {
  const read = semver.parse(version);
  if (read === null || SEMVER.includes(ecosystem)) return read;
  return read.prerelease.length === 0 && read.build.length === 0 ? read : null;
}

/** Which way it went from one version to the other; null where the two cannot be compared. */
export function turn(from: Versioned, to: Versioned): 'up' | 'down' | null {
  const [before, after] = [comparable(from), comparable(to)];
  if (!before || !after) return null;
  const order = semver.compare(after, before);
  return order === 0 ? null : order < 0 ? 'down' : 'up';
}

/** The newest of several; null where one of them cannot be compared. */
export function newest(versions: readonly Versioned[]): Versioned | null {
  return versions.reduce<Versioned | null>((best, one, i) => {
    if (i === 0) return comparable(one) && one;
    if (best === null || comparable(one) === null) return null;
    return turn(best, one) === 'up' ? one : best;
  }, null);
}

export function isRange(text: string): boolean {
  return semver.validRange(text) !== null;
}

/** Whether a version lies in a range of npm's semver, earlier builds of it as well; null where nobody can say. */
export function liesIn(range: string, one: Versioned): boolean | null {
  const version = comparable(one);
  return version && semver.satisfies(version, range, { includePrerelease: true });
}
