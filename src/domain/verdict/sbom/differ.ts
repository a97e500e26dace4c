import type { Component } from './component.ts';
import { newest, turn } from './order.ts';

/** One component in other versions than before. */
export interface Changed {
  readonly name: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** null: their versions cannot be compared. */
  readonly turn: 'up' | 'down' | null;
}

/** What one version is built of and another was not, or no longer is; by name. */
export interface Difference {
  readonly added: readonly Component[];
  readonly removed: readonly Component[];
  readonly changed: readonly Changed[];
  /** Licences that nothing before stood under. */
  readonly licences: readonly string[];
  /** What was not there before in this version and under these licences. */
  readonly fresh: readonly Component[];
}

/** What differs between two lists. A component may be there in several versions at once. */
export function differ(before: readonly Component[], after: readonly Component[]): Difference {
  const [were, are] = [byKey(before), byKey(after)];
  const known = new Set(before.map(identity));
  const licensed = new Set(before.flatMap(({ licences }) => licences));
  const met = [...are].flatMap(([key, now]) => {
    const then = were.get(key);
    return then ? [changedFrom(then, now)] : [];
  });
  return {
    added: named([...are].flatMap(([key, all]) => (were.has(key) ? [] : all))),
    removed: named([...were].flatMap(([key, all]) => (are.has(key) ? [] : all))),
    changed: named(met.filter((one) => one !== null)),
    licences: [...new Set(after.flatMap(({ licences }) => licences))]
      .filter((one) => !licensed.has(one))
      .toSorted(),
    fresh: named([...are.values()].flat().filter((one) => !known.has(identity(one)))),
  };
}

function identity({ key, version, licences }: Component): string {
  return JSON.stringify([key, version, licences.toSorted()]);
}

/** Each version once. */
function byKey(all: readonly Component[]): ReadonlyMap<string, readonly Component[]> {
  const found = new Map<string, Map<string, Component>>();
  for (const one of all) {
    const versions = found.get(one.key) ?? new Map<string, Component>();
    const id = identity(one);
    if (!versions.has(id)) versions.set(id, one);
    found.set(one.key, versions);
  }
  return new Map([...found].map(([key, versions]) => [key, [...versions.values()]]));
}

/** One that gave way to one is compared with it; else the newest of each side are. Null where none changed. */
function changedFrom(then: readonly Component[], now: readonly Component[]): Changed | null {
  const gone = without(then, now);
  const come = without(now, then);
  const [first] = now;
  if (first === undefined || (gone.length === 0 && come.length === 0)) return null;
  const single = gone.length === 1 && come.length === 1;
  const [from, to] = single ? [gone[0], come[0]] : [newest(then), newest(now)];
  return {
    name: first.name,
    from: gone.map(({ version }) => version),
    to: come.map(({ version }) => version),
    turn: from && to ? turn(from, to) : null,
  };
}

function without(all: readonly Component[], others: readonly Component[]): readonly Component[] {
  const versions = new Set(others.map(({ version }) => version));
  return all.filter(({ version }) => !versions.has(version));
}

function named<T extends { readonly name: string }>(all: readonly T[]): readonly T[] {
  return all.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
