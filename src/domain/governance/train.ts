import { z } from 'zod';
import { Duration } from '../kernel/duration.ts';
import { type Instant, plus } from '../kernel/time.ts';
import { Cadence, timesOf } from './cadence.ts';
import { nextTime } from './weekly.ts';

const { days, at, zone } = Cadence.shape;

/**
 * Services that go to an environment together, one wave after another. `cutOff` is how long before its time
 * everybody must have said that theirs is ready; `driver` a group or a person that may put others off, is told what
 * rides `remind` before the cut-off, as is whoever has not marked, and with `confirm` says that it departs.
 */
const Shape = z.strictObject({
  to: z.string(),
  waves: z.array(z.array(z.string()).min(1)).min(1),
  days,
  at,
  zone,
  cutOff: Duration,
  remind: Duration.prefault('30m'),
  driver: z.string().optional(),
  confirm: z.boolean().optional(),
  onFailure: z.enum(['go-on', 'stop']).default('go-on'),
});
export const Train = Shape.refine(
  ({ confirm, driver }) => confirm !== true || driver !== undefined,
  {
    path: ['confirm'],
    error: 'needs a driver who confirms',
  },
);
export type Train = z.infer<typeof Train> & { readonly name: string };

/** Whether this person drives it: by name, or as one of the group that does. */
export function drives(
  { driver }: Pick<Train, 'driver'>,
  { id, groups }: { readonly id: string | null; readonly groups: readonly string[] },
): boolean {
  return driver !== undefined && (driver === id || groups.includes(driver));
}

/** Who holds a train, since when and why. */
export interface TrainHold {
  readonly by: string;
  readonly at: Instant;
  readonly why: string;
  /**
   * Who else could let it go when it was held: whoever joins them later does not, since that would loosen what
   * holds. Left out where every member could, and on rows written before it was kept: then whoever may now.
   */
  readonly releasers?: readonly string[];
  /** Since when somebody would leave if it were not held; left out while nobody would. */
  readonly due?: Instant;
}

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
