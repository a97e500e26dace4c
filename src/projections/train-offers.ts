import { type Departure, missing, type Rider } from '../domain/governance/departure.ts';
import { mayBeHeld } from '../domain/governance/train-hold.ts';
import { askReason, offer, offers } from './parts.ts';
import type { Form, Offer, Part } from './view.ts';

/** Buttons beside each other; the rest is in a menu. */
const MOST_BUTTONS = 4;

type Version = Pick<Rider, 'service' | 'version'>;

export function nameOf({ service, version }: Version): string {
  return `${service} ${version}`;
}

/** What people do from the card of a departure; holding it and letting it go are never in the menu. */
export function departureOffers(d: Departure, riders: readonly Rider[]): readonly Part[] {
  if (d.state === 'over') return [];
  const steering = holding(d);
  return beside(
    riders.flatMap((r) => ofRider(d, r)),
    steering,
  );
}

/** What puts each of these on the departure that boards now. */
export function nextTrains(train: string, all: readonly Version[]): readonly Part[] {
  return beside(all.map((one) => nextTrain(train, one)));
}

function beside(own: readonly Offer[], always: readonly Offer[] = []): readonly Part[] {
  const room = MOST_BUTTONS - always.length;
  const main = [...own.slice(0, room), ...always];
  return main.length === 0 ? [] : [offers(main, own.slice(room))];
}

export function joinLine(train: string, { service, version }: Version): string {
  return `/release train join ${train} ${service}@${version}`;
}

function nextTrain(train: string, one: Version): Offer {
  const spoken = `Put ${nameOf(one)} on the next ${train}`;
  const label = `Next train: ${one.service}`;
  return offer(`train:join:${one.service}`, label, joinLine(train, one), { spoken });
}

/** Whoever is asked says it is ready; what is off may board the next one. */
function ofRider(d: Departure, r: Rider): readonly Offer[] {
  if (r.state === 'off') return [nextTrain(d.train, r)];
  if (d.state !== 'boarding' || missing(r).length === 0) return [];
  const line = `/release train ready ${d.train} ${r.service}`;
  const spoken = `Mark ${nameOf(r)} ready`;
  return [offer(`train:ready:${r.service}`, `Ready: ${r.service}`, line, { spoken })];
}

/** On every reader's card, since whether one may is looked up when it is pressed. */
function holding(d: Departure): readonly Offer[] {
  const { hold, id, train } = d;
  if (hold) {
    const spoken = `Let ${train} go, which ${hold.by} holds`;
    return [offer('train:release', 'Let go', `/release train release ${train}`, { spoken })];
  }
  if (!mayBeHeld(d)) return [];
  const form = holdForm({ do: 'hold', train, of: id });
  const line = `/release train hold ${train} --of ${id}`;
  return [offer('train:hold', 'Hold…', line, { spoken: `Hold ${train}`, form })];
}

/** Asks why a train is held. */
export function holdForm(given: Form['given']): Form {
  return askReason('train', given, {
    title: 'Hold the train',
    submit: 'Hold',
    label: 'Why? Everybody who rides will read this.',
    hint: 'Nothing of it departs until somebody lets it go.',
  });
}
