import { Delegation, momentOf } from '../../domain/governance/delegation.ts';
import { Rotation } from '../../domain/governance/rotation.ts';
import type { Fault } from '../fault.ts';
import { select } from '../select.ts';
import { faultAt, type Source } from '../source.ts';
import type { Ground } from './check.ts';

type Path = readonly (string | number)[];

/** Delegations and rotations can be placed in time, and a delegation goes to somebody else and ends. */
export function duties({ organisation }: Ground): readonly Fault[] {
  return [
    ...select(organisation.raw, 'delegations.#').flatMap(({ path, value }) => {
      const read = Delegation.safeParse(value);
      return read.success ? delegation(organisation, path, read.data) : [];
    }),
    ...select(organisation.raw, 'onCall.#').flatMap(({ path, value }) => {
      const read = Rotation.safeParse(value);
      return read.success ? noSuchTime(organisation, [...path, 'from'], read.data) : [];
    }),
  ];
}

function delegation(
  organisation: Source,
  path: Path,
  { from, to, since, until, zone }: Delegation,
): readonly Fault[] {
  const missing = [
    ...noSuchTime(organisation, [...path, 'since'], { from: since, zone }),
    ...noSuchTime(organisation, [...path, 'until'], { from: until, zone }),
  ];
  if (missing.length > 0) return missing;
  if (from === to) {
    return [faultAt(organisation, [...path, 'to'], 'value', 'nobody delegates to themselves')];
  }
  if (momentOf(since, zone) < momentOf(until, zone)) return [];
  return [faultAt(organisation, [...path, 'until'], 'value', 'a delegation ends after it begins')];
}

function noSuchTime(
  organisation: Source,
  path: Path,
  { from, zone }: Pick<Rotation, 'from' | 'zone'>,
): readonly Fault[] {
  try {
    momentOf(from, zone);
    return [];
  } catch {
    return [faultAt(organisation, path, 'value', `there is no such time: ${from}`)];
  }
}
