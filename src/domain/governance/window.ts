import { z } from 'zod';
import { Because } from '../kernel/action-id.ts';
import { Duration } from '../kernel/duration.ts';
import type { Target } from '../kernel/target.ts';
import type { Instant } from '../kernel/time.ts';
import { isListName } from './holidays.ts';
import {
  knownZone,
  lastOf,
  nextOf,
  type Occurrence,
  type Recurrence,
  readableRule,
  wholeDays,
} from './recurrence.ts';

export { startOf } from './recurrence.ts';

const DAY = '\\d{4}-\\d\\d-\\d\\d';
const LIST = '[a-z][a-z0-9._-]{0,62}';
const Zone = z
  .string()
  .refine(knownZone, { error: 'must be an IANA time zone such as Europe/Berlin' });

/**
 * What becomes of a deployment that runs when it closes. `finish`: it goes through its plan; `pause`: it shows
 * itself to nobody new until it opens again; `roll-back`: it returns to the version before.
 */
export const InFlight = z.enum(['finish', 'pause', 'roll-back']);
export type InFlight = z.infer<typeof InFlight>;

const form = {
  name: z.string().min(1),
  environments: z.array(z.string()).min(1),
  services: z.array(z.string()).optional(),
  owner: z.string(),
  zone: Zone,
  for: Duration,
  inFlight: InFlight.optional().describe(
    'What becomes of what runs when it closes: finish (when left out), pause or roll-back.',
  ),
  warn: Duration.optional().describe(
    'How long before it closes those who run something are told. Left out: 15m.',
  ),
  except: z
    .array(
      z
        .string()
        .regex(
          new RegExp(`^(${DAY}|${LIST})$`),
          'must be a day such as 2026-12-25, or the name of a list of holidays',
        ),
    )
    .optional(),
  because: Because.optional(),
};
const Rule = z
  .string()
  .refine(readableRule, { error: 'must be an RFC 5545 rule such as FREQ=WEEKLY;BYDAY=FR' });

/**
 * A time in which nothing new starts, once or with `repeat` again and again, or on the days of a list of
 * holidays that `from` names. No `services` means all of them.
 */
export const Blackout = z
  .strictObject({
    ...form,
    from: z
      .string()
      .regex(
        new RegExp(`^(${DAY}(T\\d\\d:\\d\\d)?|${LIST})$`),
        'must be a wall time such as 2026-12-24T18:00, a day such as 2026-12-24, or the name of a list of holidays',
      ),
    repeat: Rule.optional(),
  })
  .refine(wholeDays, { error: 'must be whole days, as "from" is a day', path: ['for'] })
  .refine(({ repeat, except }) => repeat !== undefined || except === undefined, {
    error: 'needs "repeat": what does not come back has no days to leave out',
    path: ['except'],
  })
  .refine(({ from, repeat }) => repeat === undefined || !isListName(from), {
    error: 'must be left out: the list says on which days it is',
    path: ['repeat'],
  });
export type Blackout = z.infer<typeof Blackout> & Pick<Recurrence, 'spans'>;

/**
 * A time in which something new may start: where one or more speak of a target, it starts within one of
 * them and at no other time. It comes back for ever, for one that ended would close the target for good.
 */
export const ReleaseWindow = z
  .strictObject({
    ...form,
    from: z
      .string()
      .regex(
        new RegExp(`^${DAY}(T\\d\\d:\\d\\d)?$`),
        'must be a wall time such as 2026-12-24T18:00, or a day such as 2026-12-24',
      ),
    repeat: Rule.refine((rule) => !/\b(COUNT|UNTIL)=/i.test(rule), {
      error: 'must come back for ever (no COUNT, no UNTIL): after its end nothing could start',
    }),
  })
  .refine(wholeDays, { error: 'must be whole days, as "from" is a day', path: ['for'] });
export type ReleaseWindow = z.infer<typeof ReleaseWindow>;

export interface Closed {
  readonly name: string;
  readonly owner: string;
  readonly from: Instant;
  readonly until: Instant;
  /** It is a time between release windows: `name` and `owner` are of the one that opens at `until`. */
  readonly between?: true;
  /** It is a calendar that was never read, and why: whether it closes is unknown until `until` at least. */
  readonly unread?: string;
  /** Left out: `finish`. */
  readonly inFlight?: InFlight | undefined;
  /** How long before `from` it is told; left out: `WARN_MS`. */
  readonly warnMs?: number | undefined;
}

/** The blackout's occurrence that holds this target at this moment, or null. Ends are exclusive. */
export function closedAt(
  window: Blackout | ReleaseWindow,
  target: Target,
  now: Instant,
): Closed | null {
  if (!covers(window, target)) return null;
  const last = lastOf(window, now);
  return last && now < last.until ? closedBy(window, last) : null;
}

/** The time between the release windows that speak of this target, when that is now; else null. */
export function outsideAt(
  windows: readonly ReleaseWindow[],
  target: Target,
  now: Instant,
): Closed | null {
  const own = windows.filter((window) => covers(window, target));
  if (own.some((window) => closedAt(window, target, now) !== null)) return null;
  const [next] = own
    .flatMap((window) => nextClosed(window, now) ?? [])
    .toSorted((a, b) => a.from - b.from);
  if (!next) return null;
  const { name, owner, from: until } = next;
  return { name, owner, ...lastOpen(own, now), until, between: true };
}

/** Which window was open last, and says what its closing means; before the first of them none was. */
function lastOpen(own: readonly ReleaseWindow[], now: Instant) {
  const [last] = own
    .flatMap((window) => {
      const was = lastOf(window, now);
      return was ? [{ from: was.until, ...inFlightOf(window) }] : [];
    })
    .toSorted((a, b) => b.from - a.from);
  return last ?? { from: now };
}

/** The next occurrence that starts after `now`, or null when it never comes back. */
export function nextClosed(window: Blackout | ReleaseWindow, now: Instant): Closed | null {
  const next = nextOf(window, now);
  return next && closedBy(window, next);
}

/** Its occurrences between two moments, in order, the one under way first; no more than `most`. */
export function occurrences(
  window: Blackout | ReleaseWindow,
  {
    since,
    until,
    most,
  }: { readonly since: Instant; readonly until: Instant; readonly most: number },
): readonly Closed[] {
  const target = {
    service: window.services?.[0] ?? '',
    environment: window.environments[0] ?? '',
  };
  const found: Closed[] = [];
  let one = closedAt(window, target, since) ?? nextClosed(window, since);
  while (one && one.from < until && found.length < most) {
    found.push(one);
    one = nextClosed(window, one.from);
  }
  return found;
}

/** Whether it speaks of this target at all, whenever that is. */
export function covers(
  window: Pick<Blackout, 'services' | 'environments'>,
  target: Target,
): boolean {
  const service = window.services === undefined || window.services.includes(target.service);
  return service && window.environments.includes(target.environment);
}

function closedBy(window: Blackout | ReleaseWindow, { from, until }: Occurrence): Closed {
  return { name: window.name, owner: window.owner, from, until, ...inFlightOf(window) };
}

function inFlightOf({ inFlight, warn }: Pick<Blackout, 'inFlight' | 'warn'>) {
  return {
    ...(inFlight === undefined ? {} : { inFlight }),
    ...(warn === undefined ? {} : { warnMs: warn }),
  };
}
