import { type Component, shown } from './component.ts';
import type { Changed, Difference } from './differ.ts';

const MOST_NAMED = 4;

/** The first few of many, and how many there are besides. */
export function listed(all: readonly string[]): string {
  const named = all.slice(0, MOST_NAMED).map(shown).join(', ');
  const more = all.length - MOST_NAMED;
  return more > 0 ? `${named} and ${more} more` : named;
}

export function sayOne({ name, version }: Pick<Component, 'name' | 'version'>): string {
  return version === '' ? name : `${name} ${version}`;
}

export function sayVersions({ from, to }: Pick<Changed, 'from' | 'to'>): string {
  return `from ${said(from)} to ${said(to)}`;
}

function said(versions: readonly string[]): string {
  const [first, ...more] = versions;
  if (first === undefined) return 'none more'; // of several versions one went
  return [first, ...more].map((one) => (one === '' ? 'an unnamed one' : one)).join(' and ');
}

/** What differs, with names, in one sentence. `than`: the version that served before; null where none did. */
export function sayDifference(
  { added, removed, changed, licences }: Difference,
  of: { readonly count: number; readonly than: string | null },
): string {
  const { count, than } = of;
  const many = `${count} ${count === 1 ? 'component' : 'components'}`;
  if (than === null) return `Nothing served before to compare with: ${many}`;
  const parts = [
    part(added.map(sayOne), 'new'),
    part(removed.map(sayOne), 'gone'),
    part(
      changed.map((one) => `${one.name} ${sayVersions(one)}`),
      'in another version',
    ),
    part(licences, licences.length === 1 ? 'licence new' : 'licences new'),
  ].filter((one) => one !== null);
  if (parts.length === 0) return `The same ${many} as in ${than}`;
  return `Against ${than}: ${parts.join('; ')}`;
}

function part(all: readonly string[], what: string): string | null {
  return all.length === 0 ? null : `${all.length} ${what} (${listed(all)})`;
}
