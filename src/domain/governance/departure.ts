import { Temporal } from 'temporal-polyfill';
import type { Change, Plain } from '../kernel/change.ts';
import { type Refusal, refuse } from '../kernel/refusal.ts';
import type { Target } from '../kernel/target.ts';
import { type Instant, plus } from '../kernel/time.ts';
import type { Times, Train, TrainHold } from './train.ts';

/** A version on a train. Who wrote what it brings, and where that is not known who boarded it, must say it is ready. */
export interface Rider {
  readonly service: string;
  readonly version: string;
  /** Of the artifact, as it was when it boarded. */
  readonly digest: string;
  /** Who boarded it, in whose name it is asked for. */
  readonly by: string;
  /** Where that was, as the chat names it. */
  readonly channel: string | null;
  readonly people: readonly string[];
  /** Who has said so. */
  readonly ready: readonly string[];
  readonly state: 'aboard' | 'asked' | 'arrived' | 'off';
  /** Why it is off, or what it waits for. */
  readonly why: string | null;
  readonly deployment: string | null;
  /** Since when it could not be asked for, and when that is tried again. */
  readonly delayed: { readonly since: Instant; readonly again: Instant } | null;
}

/** One departure of a train, from the first who boards it until the last has arrived. */
export interface Departure extends Times {
  /** `weekly@2026-11-18T13:00:00Z`: one for each time, whoever makes it. */
  readonly id: string;
  readonly train: string;
  readonly environment: string;
  /** As the configuration had them when the first boarded. */
  readonly waves: readonly (readonly string[])[];
  readonly onFailure: Train['onFailure'];
  readonly channel: string | null;
  /** The departure whose card shows it, and the last revision of that card before; left out where it has its own. */
  readonly card?: { readonly of: string; readonly after: number };
  readonly riders: readonly Rider[];
  /** While somebody holds it nobody leaves; left out on rows written before trains could be held. */
  readonly hold?: TrainHold | null;
  /** Leaves only once a driver says so; as the configuration had it when the first boarded. */
  readonly confirm?: boolean;
  readonly go?: { readonly by: string; readonly at: Instant } | null;
  /** Whoever has not marked, and the drivers, were told. */
  readonly reminded?: boolean;
  readonly state: 'boarding' | 'closed' | 'under way' | 'over';
  readonly wakeAt: Instant | null;
  readonly revision: number;
}

export interface DepartureRow {
  readonly table: 'departure';
  readonly row: Departure;
}

/** Something happened to a departure; `service` is the train's name. `note` and `tell` as with a schedule. */
export interface TrainEvent extends Target {
  readonly type: 'train';
  readonly id: string;
  readonly revision: number;
  readonly at: Instant;
  readonly what: string;
  readonly by: string;
  readonly note: string | null;
  readonly tell: readonly string[];
  /** Who stays behind by it; left out where nobody does, and on events written before it was told in person. */
  readonly behind?: readonly Behind[];
}

/** A version that does not leave with its departure, why, and who hears so in person. */
export interface Behind extends Pick<Rider, 'service' | 'version'> {
  readonly why: string;
  readonly tell: readonly string[];
}
export type TrainChange = Change<DepartureRow, TrainEvent>;

export function departureId({ name }: Pick<Train, 'name'>, { departsAt }: Times): string {
  return `${name}@${Temporal.Instant.fromEpochMilliseconds(departsAt).toString()}`;
}

/** The departure as it is before anybody boards, held where its train is. */
export function emptyDeparture(
  train: Train,
  times: Times,
  channel: string | null,
  hold: TrainHold | null = null,
): Departure {
  const { name, to: environment, waves, onFailure, confirm = false } = train;
  return {
    ...times,
    id: departureId(train, times),
    train: name,
    environment,
    waves,
    onFailure,
    channel,
    riders: [],
    hold,
    confirm,
    go: null,
    reminded: false,
    state: 'boarding',
    wakeAt: plus(times.cutOffAt, -train.remind),
    revision: -1,
  };
}

export type Boarding = Pick<Rider, 'service' | 'version' | 'digest' | 'by' | 'channel' | 'people'>;

/** One version of a service rides; nobody is ready by boarding. */
export function board(d: Departure, who: Boarding, now: Instant): TrainChange | Refusal {
  const late = tooLate(d, now);
  if (late) return late;
  const { service, version, by, people, digest } = who;
  if (!d.waves.flat().includes(service)) {
    return refuse('not-on-it', `${service} does not ride on ${d.train}.`, {
      why: `Its services are ${d.waves.flat().join(', ')}.`,
    });
  }
  const there = riderOf(d, service);
  if (there) {
    return refuse('aboard', `${service} ${there.version} is aboard already, by ${there.by}.`, {
      line: `/release train leave ${d.train} ${service}`,
    });
  }
  const rider: Rider = {
    ...who,
    ready: [],
    state: 'aboard',
    why: null,
    deployment: null,
    delayed: null,
  };
  const riders = [...d.riders.filter((one) => one.service !== service), rider];
  const note = `${by} put ${service} ${version} on ${d.train}. To be ready: ${people.join(', ')}`;
  const evidence = { service, version, digest, people };
  return written(d, { riders }, { what: 'boarded', by, at: now, note, tell: people, evidence });
}

/** `ready` false takes a mark back. Only who is asked can, and only until the cut-off. */
export function markReady(
  d: Departure,
  service: string,
  { by, ready }: { readonly by: string; readonly ready: boolean },
  now: Instant,
): TrainChange | Refusal {
  const rider = riderOf(d, service);
  if (!rider) return notAboard(d, service);
  if (!rider.people.includes(by)) {
    return refuse('no-right', `Your mark is not asked for on ${service} ${rider.version}.`, {
      why: `It takes that of ${rider.people.join(' and ')}.`,
      fix: 'Whoever wrote what it brings says that it is ready.',
    });
  }
  const late = tooLate(d, now);
  if (late) return late;
  if (rider.ready.includes(by) === ready) {
    return refuse(
      'marked',
      `${service} ${rider.version} ${ready ? 'is' : 'is not'} marked ready by you already.`,
    );
  }
  const others = rider.ready.filter((one) => one !== by);
  const marked = { ...rider, ready: ready ? [...others, by] : others };
  const note = ready ? null : `${by} took back that ${service} ${rider.version} is ready`;
  const evidence = { service, version: rider.version };
  const what = ready ? 'ready' : 'not-ready';
  return written(d, { riders: withRider(d, marked) }, { what, by, at: now, note, evidence });
}

/** Off the train, as long as nothing was asked for. */
export function leave(
  d: Departure,
  service: string,
  { by, why }: { readonly by: string; readonly why: string | null },
  now: Instant,
): TrainChange | Refusal {
  const rider = riderOf(d, service);
  if (!rider) return notAboard(d, service);
  if (rider.state !== 'aboard') {
    return refuse(
      'asked',
      `${service} ${rider.version} has left: it is ${rider.deployment ?? ''}.`,
      {
        line: `/release abort ${rider.deployment ?? ''}`,
      },
    );
  }
  const said = `${by} took it off${why === null ? '' : `: ${why}`}`;
  return putOff(d, [{ rider, why: said }], { by, at: now });
}

/** Riders that are put off, with the people who must hear why. */
export function putOff(
  d: Departure,
  all: readonly { readonly rider: Rider; readonly why: string }[],
  { by, at }: { readonly by: string; readonly at: Instant },
  patch: Partial<Departure> = {},
): TrainChange {
  const riders = all.reduce(
    (now, { rider, why }) =>
      now.map((r) => (r.service === rider.service ? ({ ...r, state: 'off', why } as const) : r)),
    patch.riders ?? d.riders,
  );
  const note = all
    .map(
      ({ rider: { service, version }, why }) => `${service} ${version} is off ${d.train}: ${why}`,
    )
    .join('. ');
  const tell = [...new Set(all.flatMap(({ rider }) => concernedBy(rider)))];
  const evidence = {
    riders: all.map(({ rider: { service, version }, why }) => ({ service, version, why })),
  };
  const behind = all
    .filter(({ rider }) => rider.deployment === null)
    .map(({ rider, why }): Behind => {
      const { service, version } = rider;
      return { service, version, why, tell: concernedBy(rider).filter((one) => one !== by) };
    });
  const deed = { what: 'ejected', by, at, note, tell, behind, evidence };
  return written(d, { ...patch, riders }, deed);
}

/** Who boarded it, and whose mark it takes. */
function concernedBy({ by, people }: Rider): readonly string[] {
  return [...new Set([by, ...people])];
}

/** The rider of a service that is not off. */
export function riderOf(d: Departure, service: string): Rider | null {
  return d.riders.find((one) => one.service === service && one.state !== 'off') ?? null;
}

/** Who of these has not said that it is ready. */
export function missing(rider: Rider, people: readonly string[] = rider.people): readonly string[] {
  return people.filter((one) => !rider.ready.includes(one));
}

export function withRider(d: Departure, rider: Rider): readonly Rider[] {
  return d.riders.map((one) => (one.service === rider.service ? rider : one));
}

interface Deed {
  readonly what: string;
  readonly by: string;
  readonly at: Instant;
  readonly note: string | null;
  readonly tell?: readonly string[];
  readonly behind?: readonly Behind[];
  readonly evidence: { readonly [key: string]: Plain };
}

/** The row one revision on, with its ledger entry and its event. */
export function written(d: Departure, patch: Partial<Departure>, deed: Deed): TrainChange {
  const row = { ...d, ...patch, revision: d.revision + 1 };
  const { what, by, at, note, tell = [], behind = [], evidence } = deed;
  const { id, environment, train: service, revision } = row;
  const target = { service, environment };
  const told: TrainEvent = { type: 'train', id, ...target, revision, at, what, by, note, tell };
  return {
    rows: [{ table: 'departure', row }],
    ledger: [{ subject: `train:${id}`, what, by, at, evidence }],
    events: [behind.length === 0 ? told : { ...told, behind }],
  };
}

/** Why one can neither board nor mark any more; null until the cut-off. */
export function tooLate(d: Departure, now: Instant): Refusal | null {
  if (d.state === 'boarding' && now < d.cutOffAt) return null;
  return refuse('cut-off', `The cut-off of ${d.train} is over for this departure.`, {
    why: 'Until then people board and say what is ready; from then on nothing of it moves.',
    fix: 'Board the next one:',
    line: `/release train join ${d.train} <service>@<version>`,
  });
}

function notAboard({ train }: Departure, service: string): Refusal {
  return refuse('not-aboard', `${service} is not on ${train}.`, { line: '/release train' });
}
