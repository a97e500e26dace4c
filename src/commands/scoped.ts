import { isDeploymentId } from '../domain/deployment/deployment.ts';
import { hiddenFrom } from '../domain/deployment/readers.ts';
import { isMoveId } from '../domain/elsewhere/move.ts';
import type { Departure } from '../domain/governance/departure.ts';
import type { Incident } from '../domain/incident/incident.ts';
import type { Actor } from '../domain/kernel/actor.ts';
import type { FailureMode } from '../domain/risk/failure-mode.ts';
import type { Context } from '../ports/context.ts';
import type { Records } from '../ports/records.ts';
import { readableIncident, type Sight } from './readable-incident.ts';
import { readableSuspicion } from './readable-suspicion.ts';

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
    records: readable(ctx.records, hidden, catalog.failureModes ?? []),
  };
}

function readable(
  records: Records,
  hidden: ReadonlySet<string>,
  modes: readonly FailureMode[],
): Records {
  const seen = <Row extends Placed>(rows: readonly Row[]) =>
    rows.filter(({ service }) => !hidden.has(service));
  const one = <Row extends Placed>(row: Row | null) => row && (seen([row])[0] ?? null);
  const ridden = <D extends Departure | null>(d: D) => d && { ...d, riders: seen(d.riders) };
  const names = naming(hidden);
  const isSeen = async (subject: string): Promise<boolean> => {
    if (isDeploymentId(subject)) return one(await records.deployment(subject)) !== null;
    if (!isMoveId(subject)) return !names(subject);
    const move = await records.moveElsewhere(subject);
    return move !== null && !names(move);
  };
  const incident = (i: Incident) => readableIncident(i, { hidden, names, isSeen, modes });
  return {
    ...records,
    ...ofDeployments(records, seen, one),
    ...ofWords(records, names),
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
      return found && incident(found);
    },
    async incidents(filter) {
      const all = await Promise.all((await records.incidents(filter)).map(incident));
      return all.flatMap((i) => i ?? []);
    },
    suspicion: async (id) => readableSuspicion(await records.suspicion(id), { names, isSeen }),
    // Their words are foreign and name what they please.
    parked: async () => [],
  };
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

/** Whether something names one of these, anywhere in it. */
function naming(hidden: ReadonlySet<string>): Sight['names'] {
  const word = new RegExp(`(?<![\\w-])(${[...hidden].join('|')})(?![\\w-])`);
  return (item) => word.test(JSON.stringify(item));
}

/** What names something hidden anywhere in it is not for this person: a line of the ledger, an action item. */
function ofWords(records: Records, names: Sight['names']): Partial<Records> {
  const seen = <Item>(items: readonly Item[]): readonly Item[] =>
    items.filter((item) => !names(item));
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
  };
}
