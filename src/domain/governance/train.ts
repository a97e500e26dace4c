import { z } from 'zod';
import { Duration } from '../kernel/duration.ts';
import { type Instant, plus } from '../kernel/time.ts';
import { Cadence, timesOf } from './cadence.ts';
import { nextTime } from './weekly.ts';

const { days, at, zone } = Cadence.shape;

/**
 * Services that go to an environment together, one wave after another. `cutOff` is how long before its time
 * everybody must have said that theirs is ready; `driver` a group that may put others off.
 */
export const Train = z.strictObject({
  to: z.string(),
  waves: z.array(z.array(z.string()).min(1)).min(1),
  days,
  at,
  zone,
  cutOff: Duration,
  driver: z.string().optional(),
  onFailure: z.enum(['go-on', 'stop']).default('go-on'),
});
export type Train = z.infer<typeof Train> & { readonly name: string };

export interface Times {
  readonly departsAt: Instant;
  readonly cutOffAt: Instant;
}

/** The next departure that one may still board: the first whose cut-off has not come. */
export function boardingOf(train: Train, now: Instant): Times {
  return timesFrom(train, plus(now, train.cutOff));
}

/** Its first departure after this moment. */
export function timesFrom(train: Train, after: Instant): Times {
  const departsAt = nextTime(timesOf({ ...train, services: train.waves.flat() }), after);
  return { departsAt, cutOffAt: plus(departsAt, -train.cutOff) };
}
