import { spells } from '../kernel/spells.ts';
import { type Instant, instant } from '../kernel/time.ts';
import { budgetOf } from '../verdict/budget.ts';
import { OWN_SHARE, sayTimes } from '../verdict/burn.ts';
import type { Objective } from '../verdict/objective.ts';
import { percent } from '../verdict/threshold-judge.ts';
import { type Burns, type BurnWatch, burningAt, KEEP_MINUTES_MS, servedBy } from './burn-watch.ts';
import type { Deployment } from './deployment.ts';
import type { Met, Noticed } from './spike.ts';

const MINUTE_MS = 60_000;

/**
 * When a version burned an error budget while people met it, as the watch would have said at the end of each minute
 * and at the end of that time; as far back as minutes are kept.
 */
export function burnSpikes(
  d: Deployment,
  seen: BurnWatch | null,
  objectives: readonly Objective[],
  met: Met,
): readonly Noticed[] {
  if (!seen) return [];
  const moments = momentsIn(met);
  return objectives.flatMap((objective) => {
    const looks = moments.map((at) => ({ at, burns: asOf(d, seen, objective, at) }));
    return spells(looks, ({ burns }) => burns !== null).flatMap(({ before, last }) => {
      const times = { from: before?.at ?? met.from, to: last.at };
      return last.burns ? [{ by: 'burn', ...said(last.burns, objective), ...times } as const] : [];
    });
  });
}

function momentsIn({ from, to }: Met): readonly Instant[] {
  const first = Math.floor(Math.max(from, to - KEEP_MINUTES_MS) / MINUTE_MS + 1) * MINUTE_MS;
  const between = Math.max(0, Math.ceil((to - first) / MINUTE_MS));
  const ends = Array.from({ length: between }, (_, i) => instant(first + i * MINUTE_MS));
  return [...ends, to];
}

/** What came later is not known then. */
function asOf(d: Deployment, seen: BurnWatch, objective: Objective, now: Instant): Burns | null {
  const minutes = seen.minutes.filter(([at]) => at < now);
  const { version } = d.artifact;
  const servedFrom = (from: number) => servedBy({ minutes }, version, from);
  const known = budgetOf(seen.days, seen.since, objective, now);
  return burningAt({ version, start: d.exposedAt ?? now, servedFrom, known }, objective, now);
}

type Words = Pick<Noticed, 'metric' | 'value' | 'against'>;

function said(burns: Burns, { name }: Objective): Words {
  if ('pair' in burns) {
    const { pair, short, factor } = burns;
    return { metric: `${name}, ${pair.name}`, value: sayTimes(short), against: sayTimes(factor) };
  }
  const [value, against] = [percent(burns.share), percent(OWN_SHARE)];
  return { metric: `${name}, spent alone`, value, against };
}
