import type { Deployment, DeploymentId, Status } from '../../src/domain/deployment/deployment.ts';
import type { AdHocBlackout } from '../../src/domain/governance/ad-hoc-blackout.ts';
import { closuresOf } from '../../src/domain/governance/calendar-copies.ts';
import type { Departure } from '../../src/domain/governance/departure.ts';
import type { Lock } from '../../src/domain/governance/lock.ts';
import type { Schedule } from '../../src/domain/governance/schedule.ts';
import { isRefusal, type Refusal, refuse } from '../../src/domain/kernel/refusal.ts';
import type { Target } from '../../src/domain/kernel/target.ts';
import type { Instant } from '../../src/domain/kernel/time.ts';
import type { Leases } from '../../src/ports/leases.ts';
import type { Filter, Records } from '../../src/ports/records.ts';
import type { Decision, Held, Recorded, Row, Store } from '../../src/ports/store.ts';

export interface Memory {
  readonly store: Store;
  readonly records: Records;
  readonly leases: Leases;
  readonly deployments: () => readonly Deployment[];
  /** When schedules and trains are looked at next. */
  readonly wakes: () => readonly Instant[];
}

/** Of these there is one or none; of anything else that nobody wrote there is an empty list. */
const NONE: readonly (string | symbol)[] = [
  'sighting',
  'incident',
  'incidentAbout',
  'moveElsewhere',
  'quarantine',
];
/** Whose rows are numbered, so that of two writers one is too late. */
const REVISED: readonly string[] = ['deployment', 'schedule', 'departure'];
const UNCHANGED = { kind: 'unchanged' } as const;
const SLOT_TAKEN = { kind: 'refused', refusal: refuse('slot', 'taken') } as const;

/**
 * What is recorded, in memory and for one worker: as strict as the store about revisions, fences and the slot,
 * and quick enough for thousands of histories. Who it does not know it answers with nothing.
 * @param seen is told of every row as it is written, with what stood there before
 */
export function createMemory(
  now: () => Instant,
  seen: (row: Deployment, before: Deployment | null) => void,
): Memory {
  const all = new Map<DeploymentId, Deployment>();
  const blackouts = new Map<string, AdHocBlackout>();
  const locks = new Map<string, Lock>();
  const schedules = new Map<string, Schedule>();
  const departures = new Map<string, Departure>();
  const epochs = new Map<string, number>();
  const nameOf = (t: Target): string => `${t.environment}/${t.service}`;
  const epochOf = (place: string): number => epochs.get(place) ?? 0;
  const find = (id: DeploymentId | undefined) => (id && all.get(id)) ?? null;
  const newest = (): readonly Deployment[] => [...all.values()].toReversed();
  const at = (t: Target): readonly Deployment[] => newest().filter((d) => nameOf(d) === nameOf(t));
  const runningAt = (t: Target) => at(t).find(({ status }) => status === 'running') ?? null;
  let numbers = 0;

  function moved(rows: readonly Row[]): boolean {
    const known = [...all, ...schedules, ...departures];
    const revisions = new Map<string, number>(known.map(([id, { revision }]) => [id, revision]));
    return rows.some((one) => {
      if (!REVISED.includes(one.table) || !('revision' in one.row) || !('id' in one.row))
        return false;
      const expected = (revisions.get(one.row.id) ?? -1) + 1;
      revisions.set(one.row.id, one.row.revision);
      return one.row.revision !== expected;
    });
  }

  /** How many would run there afterwards. */
  function slotsTaken(target: Target, rows: readonly Row[]): number {
    const after = new Map(all);
    for (const one of rows) if (one.table === 'deployment') after.set(one.row.id, one.row);
    const own = [...after.values()].filter((d) => nameOf(d) === nameOf(target));
    return own.filter(({ status }) => status === 'running').length;
  }

  function startsIn(target: Target, before: Deployment | null): boolean {
    return before?.status === 'pending' && runningAt(target)?.id === before.id;
  }

  function write(rows: readonly Row[]): void {
    for (const one of rows) keep(one);
  }

  function keep(one: Row): void {
    switch (one.table) {
      case 'blackout':
        blackouts.set(nameOf(one.row), one.row);
        break;
      case 'lock':
        locks.set(nameOf(one.row), one.row);
        break;
      case 'schedule':
        schedules.set(one.row.id, one.row);
        break;
      case 'departure':
        departures.set(one.row.id, one.row);
        break;
      case 'deployment':
        seen(one.row, all.get(one.row.id) ?? null);
        all.set(one.row.id, one.row);
    }
  }

  function written(
    target: Target,
    { rows, raiseFence = false }: Exclude<Decision, null | Refusal>,
    before: Deployment | null,
  ): Recorded {
    if (slotsTaken(target, rows) > 1) return SLOT_TAKEN;
    write(rows);
    const epoch = epochOf(nameOf(target)) + (raiseFence || startsIn(target, before) ? 1 : 0);
    epochs.set(nameOf(target), epoch);
    return { kind: 'recorded', entries: [], rows, now: now(), epoch };
  }

  const store: Store = {
    async change(about, decide) {
      const place = nameOf(about.target);
      const epoch = epochOf(place);
      if (about.epoch !== undefined && about.epoch !== epoch) return { kind: 'fenced' };
      const before = find(about.deployment);
      const running = runningAt(about.target);
      const held = { deployment: before, running, lock: locks.get(place) ?? null, now: now() };
      const decision = decide(held satisfies Held);
      if (decision === null) return UNCHANGED;
      if (isRefusal(decision)) return { kind: 'refused', refusal: decision };
      return moved(decision.rows) ? UNCHANGED : written(about.target, decision, before);
    },
    nextId: async () => {
      numbers += 1;
      return `D-${numbers}`;
    },
    nextScheduleId: async () => {
      numbers += 1;
      return `S-${numbers}`;
    },
    nextIncidentId: async () => {
      numbers += 1;
      return `INC-${numbers}`;
    },
    nextActionId: async () => {
      numbers += 1;
      return `A-${numbers}`;
    },
    nextMoveId: async () => {
      numbers += 1;
      return `E-${numbers}`;
    },
  };

  const fits = (d: Deployment, { statuses, service, environment }: Filter): boolean =>
    (statuses === undefined || statuses.includes(d.status as Status)) &&
    (service === undefined || service === d.service) &&
    (environment === undefined || environment === d.environment);
  const verified = (t: Target) =>
    at(t).filter((d) => d.status === 'succeeded' && d.rolledBackBy === null);
  const known: Partial<Records> = {
    deployment: async (id) => find(id),
    asOf: async (id) => {
      const deployment = all.get(id);
      return deployment ? { deployment, now: now() } : null;
    },
    deployments: async (filter) =>
      newest()
        .filter((d) => fits(d, filter))
        .slice(0, filter.limit),
    occupants: async (environment, service) =>
      newest()
        .filter((d) => fits(d, { statuses: ['running'], environment, limit: all.size }))
        .map((d) => ({
          id: d.id,
          service: d.service,
          version: d.service === service ? d.artifact.version : null,
          startedBy: d.requestedBy,
        })),
    verified: async (t, limit) => verified(t).slice(0, limit),
    isVerified: async (t, digest) => verified(t).some((d) => d.artifact.digest === digest),
    closures: async (catalog) => closuresOf(catalog, [], () => ({ why: 'there are no copies' })),
    blackout: async (t) => blackouts.get(nameOf(t)) ?? null,
    blackouts: async (where) =>
      [...blackouts.values()].filter((one) => where === null || one.environment === where),
    locksAt: async (places) => places.flatMap((one) => locks.get(nameOf(one)) ?? []),
    locks: async () => [...locks.values()],
    schedule: async (id) => schedules.get(id) ?? null,
    schedules: async (limit) => [...schedules.values()].filter((s) => !s.removed).slice(0, limit),
    dueSchedules: async (until, limit) => dueBy([...schedules.values()], until).slice(0, limit),
    departure: async (id) => departures.get(id) ?? null,
    departures: async (limit) =>
      [...departures.values()].filter(({ state }) => state !== 'over').slice(0, limit),
    dueDepartures: async (until, limit) => dueBy([...departures.values()], until).slice(0, limit),
    typicalTimes: async () => new Map(),
    now: async () => now(),
  };
  const records = new Proxy(known, {
    get: (own, name) => Reflect.get(own, name) ?? (async () => (NONE.includes(name) ? null : [])),
  }) as Records;
  const leases: Leases = {
    async claim(t) {
      const epoch = epochOf(nameOf(t)) + 1;
      epochs.set(nameOf(t), epoch);
      return epoch;
    },
    renew: async () => {},
    release: async () => {},
  };
  const wakes = () =>
    [...schedules.values(), ...departures.values()].flatMap(({ wakeAt }) => wakeAt ?? []);
  return { store, records, leases, deployments: () => [...all.values()], wakes };
}

function dueBy<Id extends string>(
  rows: readonly { readonly id: Id; readonly wakeAt: Instant | null }[],
  until: Instant,
): readonly Id[] {
  return rows.flatMap(({ id, wakeAt }) => (wakeAt !== null && wakeAt <= until ? [id] : []));
}
