import type { Target } from '../../../domain/kernel/target.ts';
import { endOf, plusPart, SECOND_MS, type Slice, type Tally } from './slice.ts';

/** A time to ask about, open at its beginning, in steps of so long. Milliseconds since the epoch. */
export interface Asked {
  readonly from: number;
  readonly to: number;
  readonly stepMs: number;
}

/** What was served in one step. */
export interface Spell {
  readonly from: number;
  readonly measuredMs: number;
  readonly versions: Readonly<Record<string, Tally>>;
}

/**
 * What every version of a target served, step by step; steps of which nothing was measured are left out. A
 * second belongs to the step in which it ends, so that steps that meet count nothing twice; what a minute
 * served is taken to have come evenly.
 */
export function spellsIn(
  slices: Iterable<Slice>,
  { service, environment }: Target,
  asked: Asked,
): readonly Spell[] {
  const own = `${service} ${environment} `;
  const steps = new Map<number, Spell>();
  for (const slice of slices)
    for (const [step, part] of partsOf(slice, asked)) {
      const from = asked.from + step * asked.stepMs;
      const { measuredMs, versions }: Spell = steps.get(step) ?? {
        from,
        measuredMs: 0,
        versions: {},
      };
      const more = Object.entries(slice.served)
        .filter(([name]) => name.startsWith(own))
        .map(([name, tally]): [string, Tally] => {
          const version = name.slice(own.length);
          return [version, plusPart(versions[version] ?? [], tally, part)];
        });
      steps.set(step, {
        from,
        measuredMs: measuredMs + slice.measuredMs * part,
        versions: { ...versions, ...Object.fromEntries(more) },
      });
    }
  return [...steps.values()].toSorted((a, b) => a.from - b.from);
}

/** The steps that a slice belongs to, each with the part of it that does. */
function partsOf(
  slice: Slice,
  { from, to, stepMs }: Asked,
): readonly (readonly [number, number])[] {
  const end = endOf(slice);
  if (slice.forMs === SECOND_MS)
    return end > from && end <= to ? [[Math.ceil((end - from) / stepMs) - 1, 1]] : [];
  const [first, last] = [Math.max(slice.from, from), Math.min(end, to)];
  const parts: [number, number][] = [];
  for (let at = first; at < last; ) {
    const step = Math.floor((at - from) / stepMs);
    const until = Math.min(last, from + (step + 1) * stepMs);
    parts.push([step, (until - at) / slice.forMs]);
    at = until;
  }
  return parts;
}
