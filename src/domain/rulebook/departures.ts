import type { Catalog, Service } from '../catalog/catalog.ts';
import { findService, placementOf } from '../catalog/find.ts';
import { timesOf } from '../governance/cadence.ts';
import { nextTime, type Recurrence, sayRecurrence } from '../governance/weekly.ts';
import type { Closed } from '../governance/window.ts';
import { type Instant, plus } from '../kernel/time.ts';
import { expectMs } from '../plan/step.ts';
import { makePlan } from '../strategies/index.ts';
import { allBegun, type Closings, closingsOf, HORIZON_MS, keyOf, sayMoment } from './closings.ts';
import type { Finding } from './finding.ts';
import { closedThen, firstOpen } from './first-open.ts';

/** Services that mean to go to a place at times of the week, one wave after another; and what becomes of them when it is closed. */
interface Going {
  readonly about: string;
  readonly to: string;
  readonly waves: readonly (readonly string[])[];
  readonly every: Recurrence;
  readonly off: string;
}

/**
 * Trains and cadences with times that are closed for a service in every week of a year, from the moment on at which
 * all that closes it has begun. A later wave leaves when those before it have arrived, or at once where nobody rides
 * in them: it is doubted where all the time between is closed.
 */
export function departures(catalog: Catalog): readonly Finding[] {
  const closings = closingsOf(catalog);
  return goingsOf(catalog).flatMap((going) => {
    const shut = new Map<string, Shut>();
    for (const { service, afterMs } of ridersOf(going, catalog)) {
      const one = closings.find(({ target: { service: name, environment } }) => {
        return name === service && environment === going.to;
      });
      if (!one) continue;
      const key = `${keyOf(one)} ${afterMs}`;
      const { services, ...times } = shut.get(key) ?? {
        services: [],
        ...shutDays(one, going, afterMs),
      };
      shut.set(key, { services: [...services, service], ...times });
    }
    return [...shut.values()].flatMap((one) => told(going, one) ?? []);
  });
}

/** Everybody who may ride, with how long those before them are expected to take. */
function ridersOf({ waves, to }: Going, catalog: Catalog) {
  return waves.flatMap((wave, i) => {
    const afterMs = longest(waves.slice(0, i), to, catalog);
    return wave.map((service) => ({ service, afterMs }));
  });
}

function goingsOf({ trains = [], cadences = [] }: Catalog): readonly Going[] {
  return [
    ...trains.map((one) => ({
      about: `train ${one.name}`,
      to: one.to,
      waves: one.waves,
      every: timesOf({ ...one, services: one.waves.flat() }),
      off: 'stays behind',
    })),
    ...cadences.map((one) => ({
      about: `cadence ${one.name}`,
      to: one.to,
      waves: [one.services],
      every: timesOf(one),
      off: 'is skipped by a schedule that keeps to it',
    })),
  ];
}

/** Services that the same closes, on which days of the week always, and the first such time. */
interface Shut {
  readonly services: readonly string[];
  readonly days: readonly number[];
  readonly first: { readonly at: Instant; readonly closed: Closed } | null;
}

function shutDays(one: Closings, { every }: Going, afterMs: number): Omit<Shut, 'services'> {
  const since = plus(allBegun(one), -1);
  const days = every.days.filter((day) => !opensOn(one, { ...every, days: [day] }, since, afterMs));
  if (days.length === 0) return { days, first: null };
  const at = nextTime({ ...every, days }, since);
  const closed = closedThen(one, at);
  return { days, first: closed && { at, closed } };
}

/** Whether in some week one could start then, or while those before it are on their way. */
function opensOn(one: Closings, every: Recurrence, since: Instant, afterMs: number): boolean {
  const end = plus(since, HORIZON_MS);
  for (let at = nextTime(every, since); at < end; at = nextTime(every, at)) {
    if (firstOpen(one, at, plus(at, afterMs + 1)) !== null) return true;
  }
  return false;
}

/** How long these waves take by their plans where all goes well, each as long as the slowest in it. */
function longest(waves: Going['waves'], to: string, catalog: Catalog): number {
  const lastsMs = (service: Service | null): number => {
    const there = service && placementOf(service, to);
    const plan = there ? makePlan(there.strategy, there) : [];
    return plan.reduce((sum, step) => sum + expectMs(step), 0);
  };
  return waves.reduce(
    (sum, wave) => sum + Math.max(...wave.map((name) => lastsMs(findService(catalog, name)))),
    0,
  );
}

function told({ about, to, every, off }: Going, { services, days, first }: Shut): Finding | null {
  if (!first) return null;
  const { at, closed } = first;
  const by = closed.between
    ? `outside its release windows until "${closed.name}" opens at ${sayMoment(closed.until)}`
    : `closed by "${closed.name}" until ${sayMoment(closed.until)}`;
  return {
    about,
    what: `every ${sayRecurrence({ ...every, days })} is closed time for ${services.join(' and ')} in ${to}`,
    example: `at ${sayMoment(at)} ${to} is ${by}, so that ${services[0] ?? ''} ${off}`,
  };
}
