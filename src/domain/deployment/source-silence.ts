import type { Target } from '../kernel/target.ts';
import type { Instant } from '../kernel/time.ts';
import type { BurnWatch } from './burn-watch.ts';

/** As long as a judge waits for its source before it asks people. */
export const SILENT_MS = 120_000;

/** A target whose requests are counted, and what is known of that. */
export interface Counted {
  readonly service: string;
  readonly owners: readonly string[];
  readonly seen: Pick<BurnWatch, 'silent'> | null;
}

/** A service whose requests nobody answers for. */
export interface SilentService {
  readonly service: string;
  readonly owners: readonly string[];
  readonly since: Instant;
  readonly why: string;
}

/** What is to be told of the source of one environment: who fell silent, and who answers again. */
export interface SilenceNews extends Pick<Target, 'environment'> {
  readonly lost: readonly SilentService[];
  readonly back: readonly Pick<SilentService, 'service' | 'owners'>[];
  /** Of those that were told before, who is silent still. */
  readonly still: readonly string[];
}

/**
 * What there is to tell beyond what was told. Whoever is no longer counted, since its deployment is over or nothing is
 * promised any more, is not said to answer again: nobody has asked.
 */
export function silenceNews(
  environment: string,
  counted: readonly Counted[],
  told: readonly string[],
  now: Instant,
): SilenceNews {
  const isTold = ({ service }: Counted): boolean => told.includes(service);
  const lost = counted
    .filter((one) => !isTold(one))
    .flatMap(({ service, owners, seen }) => {
      const { silent } = seen ?? {};
      return silent && now - silent.since >= SILENT_MS ? [{ service, owners, ...silent }] : [];
    });
  const before = counted.filter(isTold);
  const back = before.filter(({ seen }) => seen !== null && !seen.silent);
  const still = before.filter((one) => !back.includes(one)).map(({ service }) => service);
  return {
    environment,
    lost,
    back: back.map(({ service, owners }) => ({ service, owners })),
    still,
  };
}
