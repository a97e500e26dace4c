import { instant } from '../../domain/kernel/time.ts';
import { type Indicator, seriesOf } from '../../domain/verdict/indicator.ts';
import type { Spans } from '../../ports/metrics.ts';
import type { Address } from './exchange.ts';
import { countersIn, ordersIn, remembered } from './remembered.ts';
import { fleetNumbers, fleetSeries } from './target.ts';

const MINUTE_MS = 60_000;
/** It counts by the second. */
const EVERY_MS = 1_000;
/** Its clock and that of the database are one machine's; this much they may be apart. */
const LATE_MS = 250;
/** Readings of a number over a span: at most so many of each version. */
const MOST_READINGS = 60;

/** What the sandbox's fleet remembers of its proxies: a quarter of an hour by the second, a week by the minute. */
export function createFleetSpans(admin: Address): Spans {
  return {
    everyMs: EVERY_MS,
    lateMs: LATE_MS,
    async measured(target, span) {
      const { spells } = await remembered(admin, target, span);
      return Math.min(spells[0]?.measuredMs ?? 0, span.to - span.from);
    },
    async during(target, _placement, span, counting) {
      requireCounted(counting);
      const { edgesMs, spells } = await remembered(admin, target, span);
      const [all] = spells;
      if (all) return countersIn(all, edgesMs);
      // A span in which no second ends has nothing yet; a longer one was while the fleet was away.
      if (span.to - span.from < 2 * EVERY_MS) return new Map();
      throw new Error(`the fleet was not there to measure ${target.service} at that time`);
    },
    async measure(target, name, span) {
      requireKnown(name);
      const [all] = (await remembered(admin, target, span)).spells;
      if (!all || all.measuredMs * 2 < span.to - span.from) return null;
      return [...ordersIn(all).values()].reduce((sum, orders) => sum + orders, 0);
    },
    async gauge(target, name, span) {
      requireKnown(name);
      const stepMs = Math.max(EVERY_MS, Math.ceil((span.to - span.from) / MOST_READINGS));
      const { spells } = await remembered(admin, target, span, stepMs);
      const readings = Map.groupBy(
        spells.flatMap((one) => [...ordersIn(one)]),
        ([version]) => version,
      );
      return new Map([...readings].map(([version, own]) => [version, own.map(([, n]) => n)]));
    },
    async minutes(target, span, counting) {
      requireCounted(counting);
      const from = instant(Math.ceil(span.from / MINUTE_MS) * MINUTE_MS);
      const to = instant(Math.floor(span.to / MINUTE_MS) * MINUTE_MS);
      if (from >= to) return [];
      const { edgesMs, spells } = await remembered(admin, target, { from, to }, MINUTE_MS);
      return spells.flatMap((one) =>
        [...countersIn(one, edgesMs)].map(
          ([version, { requests, errors }]) => [one.from, version, requests, errors] as const,
        ),
      );
    },
  };
}

/** What it counts by an indicator is what it counts without one. @throws where it is asked for anything else */
export function requireCounted(counting: Indicator | undefined): void {
  if (!counting || fleetSeries.includes(seriesOf(counting))) return;
  throw new Error(`the fleet counts ${fleetSeries.join(', or ')}, and no other series`);
}

function requireKnown(name: string): void {
  if (fleetNumbers.includes(name)) return;
  throw new Error(
    `no number is called "${name}" there; the fleet counts ${fleetNumbers.join(', ')}`,
  );
}
