import type { Path } from './fault.ts';
import { type FromOpenSlo, readSlo } from './openslo/objectives.ts';
import type { OpenSloObject } from './openslo/objects.ts';
import type { WrittenPlacement } from './placement.ts';
import { mapOf } from './select.ts';

/** One objective before any default, and where it stands below `objective` or `objectives`. */
export interface WrittenObjective {
  readonly value: unknown;
  readonly key: 'objective' | 'objectives';
  readonly path: Path;
  /** The SLO it was read from; null where it is written by hand. */
  readonly from: FromOpenSlo | null;
}

/** The objectives of one placement, those of OpenSLO read in: the same as if they were written by hand. */
export function objectivesIn(
  { objective, objectives }: Pick<WrittenPlacement, 'objective' | 'objectives'>,
  all: readonly OpenSloObject[],
): readonly WrittenObjective[] {
  if (Array.isArray(objectives)) {
    return objectives.map((value: unknown, i) => ({
      value,
      key: 'objectives',
      path: [i],
      from: null,
    }));
  }
  if (objective === null) return [];
  const { openslo, ...own } = objective;
  if (openslo === undefined) return [{ value: own, key: 'objective', path: [], from: null }];
  return namesIn(openslo).flatMap((name) => {
    const from = readSlo(all, name);
    return (from?.promised ?? []).map((promised) => ({
      value: { ...mapOf(own), ...promised },
      key: 'objective' as const,
      path: ['openslo'],
      from,
    }));
  });
}

/** The SLOs that `openslo` names: one, or a list of them. */
export function namesIn(openslo: unknown): readonly string[] {
  const all: readonly unknown[] = Array.isArray(openslo) ? openslo : [openslo];
  return [...new Set(all.filter((one) => typeof one === 'string'))];
}
