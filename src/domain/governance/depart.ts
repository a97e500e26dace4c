import { sayDuration } from '../kernel/duration.ts';
import { type Instant, instant, plus } from '../kernel/time.ts';
import {
  type Departure,
  missing,
  putOff,
  type Rider,
  type TrainChange,
  withRider,
  written,
} from './departure.ts';
import { lacksGo, remind } from './train-go.ts';
import { holdAnew } from './train-hold.ts';

/** As late as a schedule is answered: later, a turn is missed, and a rider that cannot be asked for is off. */
const LATE_MS = 15 * 60_000;
const WATCH_MS = 10_000;
const AGAIN_MS = 60_000;
const BY = 'fairway';

/** What is to be done for it now. */
export type Turn =
  /** Its cut-off or its end: decided by the clock and the row alone. */
  | { readonly kind: 'moves'; readonly change: TrainChange }
  | { readonly kind: 'start'; readonly rider: Rider }
  /** What these asked for may be over. */
  | { readonly kind: 'watch'; readonly riders: readonly Rider[] };

/** The next thing, or null where nothing is to be done at this moment. */
export function turnOf(d: Departure, now: Instant): Turn | null {
  if (d.wakeAt === null || d.wakeAt > now) return null;
  if (d.state === 'boarding') {
    return { kind: 'moves', change: now < d.cutOffAt ? remind(d, now) : closeBoarding(d, now) };
  }
  if (d.state === 'closed') {
    return { kind: 'moves', change: isHeld(d, now) ? wait(d, d.departsAt, now) : setOut(d, now) };
  }
  return turnUnderWay(d, d.hold?.due ?? d.wakeAt, now);
}

function turnUnderWay(d: Departure, since: Instant, now: Instant): Turn {
  const wave = d.waves
    .map((services) => d.riders.filter((r) => services.includes(r.service) && isOpen(r)))
    .find((riders) => riders.length > 0);
  if (!wave) return { kind: 'moves', change: end(d, now) };
  const rider = wave.find((r) => r.state === 'aboard' && (r.delayed?.again ?? now) <= now);
  if (rider && now - since > LATE_MS) return { kind: 'moves', change: missTurn(d, since, now) };
  if (rider && d.hold) return { kind: 'moves', change: wait(d, since, now) };
  if (rider) return { kind: 'start', rider };
  return { kind: 'watch', riders: wave.filter(({ state }) => state === 'asked') };
}

/** Whether a person may still let those go in time who ride. */
function isHeld(d: Departure, now: Instant): boolean {
  const waits = Boolean(d.hold) || lacksGo(d);
  return waits && now - d.departsAt <= LATE_MS && d.riders.some(isOpen);
}

/** Somebody would leave since then, and it is held: looked at again, for as long as a turn may be late. */
function wait(d: Departure, due: Instant, now: Instant): TrainChange {
  return unsaid(d, { hold: d.hold ? { ...d.hold, due } : null, wakeAt: plus(now, WATCH_MS) });
}

/** What nobody needs to hear of. */
function unsaid(d: Departure, patch: Partial<Departure>): TrainChange {
  const row = { ...d, ...patch, revision: d.revision + 1 };
  return { rows: [{ table: 'departure', row }], ledger: [], events: [] };
}

/** Whoever is not ready by now stays behind, whoever looks and whenever. */
function closeBoarding(d: Departure, now: Instant): TrainChange {
  const late = d.riders.filter((r) => r.state === 'aboard' && missing(r).length > 0);
  const rest = { state: 'closed', wakeAt: d.departsAt } as const;
  if (late.length === 0) {
    const ready = d.riders.filter(isOpen).map(({ service, version }) => `${service} ${version}`);
    const evidence = { ready };
    return written(d, rest, { what: 'closed', by: BY, at: now, note: null, evidence });
  }
  const all = late.map((rider) => ({
    rider,
    why: `${missing(rider).join(' and ')} had not marked it ready at the cut-off`,
  }));
  return putOff(d, all, { by: BY, at: now }, rest);
}

function setOut(d: Departure, now: Instant): TrainChange {
  const riders = d.riders.filter(isOpen);
  if (riders.length === 0) return end(d, now);
  const lateMs = now - d.departsAt;
  if (lateMs > LATE_MS) {
    const why = `its departure was missed, ${away(d, lateMs)}`;
    const all = riders.map((rider) => ({ rider, why }));
    return putOff(d, all, { by: BY, at: now }, { state: 'over', wakeAt: null });
  }
  const said = riders.map(({ service, version }) => `${service} ${version}`);
  const note = `${d.train} departs with ${said.join(', ')}`;
  const deed = { what: 'departed', by: BY, at: now, note, evidence: { riders: said } };
  return written(d, { state: 'under way', wakeAt: now }, deed);
}

/**
 * It was held, or Fairway was away, when the turn of these had come. While it is there a departure under way is
 * looked at each few seconds, so `wakeAt` says since when; a later wave would only be later still, and nobody
 * expects it by then.
 */
function missTurn(d: Departure, since: Instant, now: Instant): TrainChange {
  const why = `its turn was missed, ${away(d, now - since)}`;
  const all = d.riders.filter(({ state }) => state === 'aboard').map((rider) => ({ rider, why }));
  return putOff(d, all, { by: BY, at: now }, { hold: holdAnew(d.hold), wakeAt: now });
}

function away(d: Departure, lateMs: number): string {
  const { hold, train } = d;
  if (d.state === 'closed' && !hold && lacksGo(d))
    return 'nobody who drives it said that it departs';
  if (hold) return `since ${hold.by} holds ${train}: ${hold.why}`;
  return `Fairway was not there until ${sayDuration(Math.floor(lateMs / 60_000) * 60_000)} later`;
}

function end(d: Departure, now: Instant): TrainChange {
  const there = d.riders.filter(({ state }) => state === 'arrived');
  const said = there.map(({ service, version }) => `${service} ${version}`);
  const nobody = d.riders.length === 0 ? null : `nobody arrived with ${d.train}`;
  const note = said.length === 0 ? nobody : `arrived: ${said.join(', ')}`;
  const deed = { what: 'arrived', by: BY, at: now, note, evidence: { riders: said } };
  return written(d, { state: 'over', wakeAt: null }, deed);
}

/** What is asked for, as it was found at departure. */
export interface Found {
  readonly digest: string;
  /** Whose mark it takes, by what is known now. */
  readonly people: readonly string[];
}

/**
 * Why it may not leave after all: what it brings may have changed since it boarded, and then nobody has
 * marked that ready.
 */
export function leftBehind(rider: Rider, { digest, people }: Found): string | null {
  if (digest !== rider.digest) return 'its build is another one than that which was marked ready';
  const unheard = missing(rider, [...new Set([...rider.people, ...people])]);
  return unheard.length === 0 ? null : `${unheard.join(' and ')} had not marked it ready`;
}

/** It was asked for, in the same change. */
export function asked(d: Departure, rider: Rider, deployment: string, now: Instant): TrainChange {
  const left: Rider = { ...rider, state: 'asked', deployment, delayed: null, why: null };
  const { service, version, ready } = rider;
  const evidence = { service, version, deployment, ready };
  const note = `${service} ${version} leaves as ${deployment}`;
  const patch = { riders: withRider(d, left), wakeAt: now };
  return written(d, patch, { what: 'left', by: BY, at: now, note, evidence });
}

/** It cannot be said yet whether it may: tried again, for as long as a departure may be late. */
export function delay(d: Departure, rider: Rider, why: string, now: Instant): TrainChange {
  const since = rider.delayed?.since ?? now;
  if (now - since > LATE_MS) return failed(d, rider, why, now);
  const waits: Rider = { ...rider, why, delayed: { since, again: plus(now, AGAIN_MS) } };
  return unsaid(d, { riders: withRider(d, waits), wakeAt: plus(now, WATCH_MS) });
}

/** It is off, and by the train's rule those who have not left stay with it. `since`: when it came to that. */
export function failed(
  d: Departure,
  rider: Rider,
  why: string,
  now: Instant,
  since: Instant = now,
): TrainChange {
  const stays = d.onFailure === 'stop' ? d.riders.filter((r) => r.state === 'aboard') : [];
  const others = stays
    .filter((r) => r.service !== rider.service)
    .map((r) => ({ rider: r, why: `the train stopped, since ${rider.service} is off: ${why}` }));
  return putOff(d, [{ rider, why }, ...others], { by: BY, at: now }, { wakeAt: since });
}

/** What became of one that was asked for, and when; null while it is not over. */
export type Ended = { readonly good: boolean; readonly why: string; readonly at: Instant } | null;

/**
 * The first of these that is over is taken in; where none is, they are looked at again. What follows has been
 * due since then, and not since somebody saw it.
 */
export function seen(
  d: Departure,
  all: readonly { readonly rider: Rider; readonly ended: Ended }[],
  now: Instant,
): TrainChange {
  const over = all.find(({ ended }) => ended !== null);
  if (!over?.ended) return unsaid(d, { wakeAt: plus(now, WATCH_MS) });
  const { rider, ended } = over;
  const since = instant(Math.min(now, Math.max(d.wakeAt ?? now, ended.at)));
  if (!ended.good) return failed(d, rider, ended.why, now, since);
  const riders = withRider(d, { ...rider, state: 'arrived' });
  const { service, version, deployment } = rider;
  const evidence = { service, version, deployment };
  const note = `${service} ${version} has arrived`;
  const deed = { what: 'arrived', by: BY, at: now, note, evidence };
  return written(d, { riders, wakeAt: since }, deed);
}

function isOpen({ state }: Rider): boolean {
  return state === 'aboard' || state === 'asked';
}
