import type { Catalog } from '../catalog/catalog.ts';
import { canonicalText } from '../kernel/canonical.ts';

/** One part of the configuration that changed; undefined where it is not there before, or not there after. */
export interface Change {
  readonly path: readonly string[];
  readonly from: unknown;
  readonly to: unknown;
}

/** What a catalog says, with everything that has a name under its name. */
type Said = Readonly<Record<string, unknown>>;

/** Named things are compared part by part, a service also in each of its environments; all else as a whole. */
const DEPTH: Readonly<Record<string, number>> = { services: 4 };
const NAMED = 3;

/**
 * Everything in which two catalogs differ. Whatever a catalog has is compared, also what this function
 * has never heard of; only the digest of all of it is left out.
 */
export function changesBetween(before: Catalog, after: Catalog): readonly Change[] {
  return compare(saidBy(before), saidBy(after), []);
}

function saidBy({ version: _, ...catalog }: Catalog): Said {
  const { environments, services, people, groups, approvals } = catalog;
  const { blackouts, windows, feeds, notWhile, trains } = catalog;
  return {
    ...catalog,
    environments: byName(environments),
    // The order of those that share a rank is the order of the files.
    'promotion order': environments.map(({ name }) => name),
    services: byName(services),
    people: Object.fromEntries(people.map((person) => [person.id, person])),
    groups: byName(groups),
    approvals: byName(approvals),
    blackouts: byName(blackouts),
    windows: byName(windows),
    ...(feeds ? { feeds: byName(feeds) } : {}),
    ...(notWhile ? { notWhile: byName(notWhile) } : {}),
    ...(trains ? { trains: byName(trains) } : {}),
  };
}

/** Events of a calendar may share a name; none of them may hide another. */
function byName(all: readonly { readonly name: string }[]): Said {
  const named = new Map<string, unknown>();
  for (const one of all) {
    let name = one.name;
    for (let nth = 2; named.has(name); nth += 1) name = `${one.name} (${nth})`;
    named.set(name, one);
  }
  return Object.fromEntries(named);
}

function compare(before: Said, after: Said, at: readonly string[]): readonly Change[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key): readonly Change[] => {
    const [from, to] = [own(before, key), own(after, key)];
    if (isSame(from, to)) return [];
    const path = [...at, key];
    const [section = ''] = path;
    const deeper = path.length < (DEPTH[section] ?? NAMED) && isSection(from) && isSection(to);
    return deeper ? compare(from, to, path) : [{ path, from, to }];
  });
}

function own(said: Said, key: string): unknown {
  return Object.hasOwn(said, key) ? said[key] : undefined;
}

function isSection(value: unknown): value is Said {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSame(from: unknown, to: unknown): boolean {
  return canonicalText([from ?? null]) === canonicalText([to ?? null]);
}
