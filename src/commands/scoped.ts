import { hiddenFrom } from '../domain/deployment/readers.ts';
import type { Departure } from '../domain/governance/departure.ts';
import type { Incident } from '../domain/incident/incident.ts';
import type { Actor } from '../domain/kernel/actor.ts';
import type { Context } from '../ports/context.ts';
import type { Records } from '../ports/records.ts';

interface Placed {
  readonly service: string;
}

/**
 * The same house for somebody who only looks: services they may not read are not in it, nor what was recorded of
 * them. Not for what decides: rules speak of services that whoever asks need not see.
 */
export function scopedTo<C extends Pick<Context, 'catalog' | 'records'>>(ctx: C, actor: Actor): C {
  const catalog = ctx.catalog();
  const hidden = hiddenFrom(actor, catalog);
  if (hidden.size === 0) return ctx;
  const services = catalog.services.filter(({ name }) => !hidden.has(name));
  return {
    ...ctx,
    catalog: () => ({ ...catalog, services }),
    records: readable(ctx.records, hidden),
  };
}

function readable(records: Records, hidden: ReadonlySet<string>): Records {
  const seen = <Row extends Placed>(rows: readonly Row[]) =>
    rows.filter(({ service }) => !hidden.has(service));
  const one = <Row extends Placed>(row: Row | null) => row && (seen([row])[0] ?? null);
  const ridden = <D extends Departure | null>(d: D) => d && { ...d, riders: seen(d.riders) };
  const incident = (i: Incident): readonly Incident[] => readableIncident(i, hidden);
  return {
    ...records,
    ...ofDeployments(records, seen, one),
    ...ofWords(records, hidden),
    locks: async () => seen(await records.locks()),
    locksAt: async (places) => seen(await records.locksAt(places)),
    breakers: async () => seen(await records.breakers()),
    schedule: async (id) => one(await records.schedule(id)),
    schedules: async (limit) => seen(await records.schedules(limit)),
    departure: async (id) => ridden(await records.departure(id)),
    departures: async (limit) => (await records.departures(limit)).map(ridden),
    handOffs: async (service, limit) => seen(await records.handOffs(service, limit)),
    async incident(id) {
      const found = await records.incident(id);
      return (found && incident(found)[0]) ?? null;
    },
    incidents: async (filter) => (await records.incidents(filter)).flatMap(incident),
    // Their words are foreign and name what they please.
    parked: async () => [],
  };
}

/** What of it is about places that may be seen: an incident may touch several, and its title speak of any. */
function readableIncident(i: Incident, hidden: ReadonlySet<string>): readonly Incident[] {
  const places = i.places.filter(({ service }) => !hidden.has(service));
  if (places.length === i.places.length) return [i];
  const [first] = places;
  if (!first) return [];
  const { service, environment } = first;
  const alerts = i.alerts.filter((one) => !hidden.has(one.service));
  const title = alerts[0]?.name ?? `${service} in ${environment} is touched`;
  return [{ ...i, service, environment, places, alerts, title }];
}

function ofDeployments(
  records: Records,
  seen: <Row extends Placed>(rows: readonly Row[]) => readonly Row[],
  one: <Row extends Placed>(row: Row | null) => Row | null,
): Partial<Records> {
  return {
    deployment: async (id) => one(await records.deployment(id)),
    async asOf(id) {
      const found = await records.asOf(id);
      return found && one(found.deployment) ? found : null;
    },
    deployments: async (filter) => seen(await records.deployments(filter)),
    moved: async (filter) => seen(await records.moved(filter)),
    reviews: async (by, limit) => seen(await records.reviews(by, limit)),
  };
}

/** What names something hidden anywhere in it is not for this person: a line of the ledger, a suspect. */
function ofWords(records: Records, hidden: ReadonlySet<string>): Partial<Records> {
  const word = new RegExp(`(?<![\\w-])(${[...hidden].join('|')})(?![\\w-])`);
  const seen = <Item>(items: readonly Item[]): readonly Item[] =>
    items.filter((item) => !word.test(JSON.stringify(item)));
  return {
    ledger: async (subject) => seen(await records.ledger(subject)),
    async ledgerOf(subjects) {
      const found = await records.ledgerOf(subjects);
      return new Map([...found].map(([subject, lines]) => [subject, seen(lines)]));
    },
    actionItems: async (filter) => seen(await records.actionItems(filter)),
    async actionItem(id) {
      const item = await records.actionItem(id);
      return item && (seen([item])[0] ?? null);
    },
    movesElsewhere: async (filter) => seen(await records.movesElsewhere(filter)),
    async moveElsewhere(id) {
      const move = await records.moveElsewhere(id);
      return move && (seen([move])[0] ?? null);
    },
    ledgerWithin: async (period) => seen(await records.ledgerWithin(period)),
    async ledgerBesides(limit) {
      const { lines, isAll } = await records.ledgerBesides(limit);
      return { lines: seen(lines), isAll };
    },
    async suspicion(id) {
      const s = await records.suspicion(id);
      if (!s) return null;
      const [first, last] = [s.first, s.last].map((said) => ({ ...said, named: seen(said.named) }));
      const [cause = null] = s.cause ? seen([s.cause]) : [];
      return { ...s, first: first ?? s.first, last: last ?? s.last, cause };
    },
  };
}
