import { findEnvironment, findPerson, findService } from '../domain/catalog/find.ts';
import { needsOf } from '../domain/deployment/booking.ts';
import { driversOf } from '../domain/deployment/drivers.ts';
import type { Need } from '../domain/governance/overload.ts';
import { makePlan } from '../domain/strategies/index.ts';
import type { Context } from '../ports/context.ts';
import type { Booked } from '../projections/booked-twice.ts';
import type { CalendarEntry } from '../projections/calendar.ts';
import { typicalOf } from './typical.ts';

type TrainEntry = Extract<CalendarEntry, { kind: 'train' }>;

/**
 * Departures, each as one booking: wave after wave, as long as the slowest of each took. They keep busy whoever a
 * deployment of each rider does, and one of the train's drivers also where nobody rides yet.
 */
export async function bookedTrains(
  ctx: Pick<Context, 'catalog' | 'records'>,
  entries: readonly CalendarEntry[],
): Promise<readonly Booked[]> {
  const all = entries.filter((one) => one.kind === 'train');
  const targets = all.flatMap(({ train: { to, waves } }) =>
    waves.flat().map((service) => ({ service, environment: to })),
  );
  const typical = await typicalOf(ctx, targets);
  return all.map((entry): Booked => {
    const { name: service, to: environment, waves } = entry.train;
    const lasting = waves.map((wave) => {
      const some = wave.filter(
        (one) => entry.services.length === 0 || entry.services.includes(one),
      );
      return Math.max(0, ...some.map((one) => lastsMs(ctx, one, environment, typical)));
    });
    const forMs = lasting.reduce((sum, ms) => sum + ms, 0);
    const id = `${service} ${entry.from}`;
    return { service, environment, entry, id, from: entry.from, forMs, needs: needs(ctx, entry) };
  });
}

function lastsMs(
  { catalog }: Pick<Context, 'catalog'>,
  service: string,
  environment: string,
  typical: Awaited<ReturnType<typeof typicalOf>>,
): number {
  const placement = findService(catalog(), service)?.environments[environment];
  if (!placement) return 0;
  return typical({ service, environment, plan: makePlan(placement.strategy, placement) });
}

function needs({ catalog }: Pick<Context, 'catalog'>, entry: TrainEntry): readonly Need[] {
  const all = catalog();
  const environment = findEnvironment(all, entry.train.to);
  const ofRiders = entry.services.flatMap((name) => {
    const service = findService(all, name);
    return service && environment ? needsOf({ service, environment }, all) : [];
  });
  const able = driversOf(all, entry.train).filter((id) => {
    return (findPerson(all, id)?.accounts.length ?? 0) > 0;
  });
  const driver: readonly Need[] =
    able.length > 0 ? [{ of: 'driver', people: able, quorum: 1 }] : [];
  return [...ofRiders, ...driver];
}
