import { type Departure, missing, type Rider } from '../domain/governance/departure.ts';
import type { Times, Train } from '../domain/governance/train.ts';
import { header, list, note, state, text } from './parts.ts';
import { departureOffers, nameOf } from './train-offers.ts';
import type { Item, Line, Part, State, View } from './view.ts';
import { anyOf, plainAnyOf, plainAt } from './words.ts';

const TITLE = 'Release trains';

/** One live card for each departure: who rides, who is ready, where everybody is. */
export function departureCard(d: Departure): View {
  const riders = inOrder(d);
  const said = riders.map((r) => `${nameOf(r)}: ${plainState(d, r)}`).join('; ');
  return {
    text: `Train ${d.train} to ${d.environment}, ${plainHold(d)}${STATES[d.state].plain} (${plainAt(d.departsAt)}). ${said || 'Nobody rides'}.`,
    parts: [
      header(`Train ${d.train} to ${d.environment}`),
      state(STATES[d.state].state, STATES[d.state].plain, ' · departs ', { at: d.departsAt }),
      ...heldPart(d),
      ...(d.state === 'boarding' ? [text('Ready by ', { at: d.cutOffAt })] : []),
      list(
        null,
        riders.map((r) => itemOf(d, r)),
      ),
      ...departureOffers(d, riders),
    ],
  };
}

function heldPart({ hold, state: at }: Departure): readonly Part[] {
  if (!hold || at === 'over') return [];
  const { by, why } = hold;
  return [state('blocked', { bold: 'Held' }, ' by ', { person: by }, ': ', { foreign: why })];
}

function plainHold({ hold, state: at }: Departure): string {
  return hold && at !== 'over' ? `held by ${hold.by}: ${hold.why}, ` : '';
}

const STATES: Readonly<Record<Departure['state'], { state: State; plain: string }>> = {
  boarding: { state: 'pending', plain: 'boarding' },
  closed: { state: 'waiting', plain: 'boarding is over' },
  'under way': { state: 'running', plain: 'under way' },
  over: { state: 'resolved', plain: 'it is over' },
};

/** The train, when it departs next, and who rides on it. */
interface Next extends Times {
  readonly train: Train;
}

/** Every train with its next departure that one may board, and those that are on their way. */
export function trainList(all: readonly Next[], open: readonly Departure[]): View {
  if (all.length === 0) {
    const none = 'none. An administrator writes trains into fairway.yaml.';
    return { text: `${TITLE}: ${none}`, parts: [header(TITLE), text(none)] };
  }
  const plain = all.map(({ train, departsAt, cutOffAt }) => {
    const own = open.filter((d) => d.train === train.name);
    const riders = own.flatMap(saidOf);
    const held = own.map(plainHold).find((said) => said !== '') ?? '';
    return `${train.name} to ${train.to}, ${held}departs ${plainAt(departsAt)}, ready by ${plainAt(cutOffAt)}: ${riders.join('; ') || 'nobody rides yet'}`;
  });
  return {
    text: `${TITLE}: ${plain.join('. ')}.`,
    parts: [
      header(TITLE),
      ...all.flatMap(({ train, departsAt, cutOffAt }): Part[] => [
        text({ bold: train.name }, ` to ${train.to} · next `, { at: departsAt }, ' · ready by ', {
          at: cutOffAt,
        }),
        ...open.filter((d) => d.train === train.name).flatMap((d) => [...heldPart(d), ridersOf(d)]),
      ]),
      note(['To ride: ', { code: '/release train join <train> <service>@<version>' }]),
    ],
  };
}

function ridersOf(d: Departure): Part {
  return list(
    `${STATES[d.state].plain}: ${d.id}`,
    inOrder(d).map((r) => itemOf(d, r)),
  );
}

/** Who rides and how it stands, in words. */
export function saidOf(d: Departure): readonly string[] {
  return inOrder(d).map((r) => `${nameOf(r)}, ${plainState(d, r)}`);
}

/** As they leave. */
export function inOrder(d: Departure): readonly Rider[] {
  return d.waves.flat().flatMap((service) => d.riders.filter((r) => r.service === service));
}

export function itemOf(d: Departure, r: Rider): Item {
  const ready = missing(r).length === 0;
  const marks = { asked: 'now', arrived: 'done', off: 'failed' } as const;
  const mark = r.state === 'aboard' ? (ready ? 'done' : 'next') : marks[r.state];
  return {
    mark,
    line: [{ bold: nameOf(r) }, ' · ', { person: r.by }, ' · ', ...stateOf(d, r)],
  };
}

function stateOf(d: Departure, r: Rider): Line {
  const waits = missing(r);
  if (r.state === 'aboard' && waits.length > 0) return ['not ready: ', ...anyOf(waits)];
  return [{ foreign: plainState(d, r) }];
}

function plainState(d: Departure, r: Rider): string {
  switch (r.state) {
    case 'off':
      return `off: ${r.why ?? ''}`;
    case 'arrived':
      return `arrived (${r.deployment})`;
    case 'asked':
      return `left as ${r.deployment}`;
    case 'aboard': {
      const waits = missing(r);
      if (waits.length > 0) return `not ready: ${plainAnyOf(waits)}`;
      if (r.why !== null) return `ready, waiting: ${r.why}`;
      return d.state === 'under way' ? 'ready, in a later wave' : 'ready';
    }
  }
}
