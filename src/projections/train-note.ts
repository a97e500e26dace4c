import {
  type Behind,
  type Departure,
  missing,
  type Rider,
  type TrainEvent,
} from '../domain/governance/departure.ts';
import type { Times } from '../domain/governance/train.ts';
import { lacksGo } from '../domain/governance/train-go.ts';
import { header, list, note, offer, offers, text } from './parts.ts';
import { inOrder, itemOf, saidOf } from './train.ts';
import { joinLine, nameOf, nextTrains } from './train-offers.ts';
import type { Item, Line, View } from './view.ts';
import { plainAt } from './words.ts';

/** What one of those is told whose mark is missing on it, a little before the cut-off. */
export function markNote(d: Departure, rider: Rider): View {
  const title = `${nameOf(rider)} lacks your mark`;
  const line = `/release train ready ${d.train} ${rider.service}`;
  const spoken = `Mark ${nameOf(rider)} ready`;
  return {
    text: `${title}. It rides on ${d.train} to ${d.environment}, which departs ${plainAt(d.departsAt)}, and stays behind without it from ${plainAt(d.cutOffAt)} on: ${line}`,
    parts: [
      header(title),
      text(`It rides on ${d.train} to ${d.environment}, which departs `, { at: d.departsAt }, '.'),
      text('Without it, it stays behind from ', { at: d.cutOffAt }, ' on.'),
      offers([offer(`train:ready:${rider.service}`, 'Ready', line, { spoken, style: 'primary' })]),
    ],
  };
}

/** What whoever drives it is told: what rides and what is missing, and whether it waits for them. */
export function driverNote(d: Departure): View {
  const title = `You drive ${d.train} to ${d.environment}`;
  const said = saidOf(d).join('; ') || 'nobody rides';
  const asks = d.state === 'closed' && lacksGo(d);
  const line = `/release train go ${d.train}`;
  return {
    text: `${title}. It departs ${plainAt(d.departsAt)}, ready by ${plainAt(d.cutOffAt)}: ${said}. ${next(d)}${asks ? ` ${line}` : ''}`,
    parts: [
      header(title),
      text('Departs ', { at: d.departsAt }, ' · ready by ', { at: d.cutOffAt }),
      list(
        null,
        inOrder(d).map((r) => itemOf(d, r)),
      ),
      text(next(d)),
      ...(asks ? [offers([offer('train:go', 'Depart', line, DEPART)])] : []),
    ],
  };
}

const DEPART = { style: 'primary', spoken: 'Let the train depart' } as const;

function next(d: Departure): string {
  if (d.state === 'over') return 'It is over.';
  if (d.state === 'under way') return 'It is under way.';
  if (d.state === 'closed' && lacksGo(d)) {
    return 'It leaves only once one of its drivers says so, at the latest 15 minutes after its time.';
  }
  if (d.go) return `${d.go.by} let it depart.`;
  const late = d.riders.filter((r) => r.state === 'aboard' && missing(r).length > 0).length;
  const after = d.confirm === true ? 'From then on you are asked whether it departs.' : '';
  const rest = late === 0 ? 'All of it is ready.' : `${late} of it would stay behind.`;
  return `${rest} ${after}`.trim();
}

/** What somebody is told whose versions stay behind: why each does, and what puts it on the one that boards now. */
export function behindNote(
  { service: train, environment }: Pick<TrainEvent, 'service' | 'environment'>,
  own: readonly Behind[],
  next: Times | null,
): View {
  const title = `${own.map(nameOf).join(', ')} ${own.length === 1 ? 'stays' : 'stay'} behind`;
  const whys = own.map((one) => `${nameOf(one)} is off ${train} to ${environment}: ${one.why}`);
  const items = own.map(
    (one): Item => ({
      mark: 'failed',
      line: [{ bold: nameOf(one) }, ` is off ${train} to ${environment}: `, { foreign: one.why }],
    }),
  );
  const onward = next ? boards(train, own, next) : gone(train);
  return {
    text: `${title}. ${whys.join('. ')}. ${onward.text}`,
    parts: [header(title), list(null, items), ...onward.parts],
  };
}

function boards(train: string, own: readonly Behind[], { departsAt, cutOffAt }: Times): View {
  const lines = own.map((one) => joinLine(train, one));
  return {
    text: `The one that boards now departs ${plainAt(departsAt)}, ready by ${plainAt(cutOffAt)}. To ride on it: ${lines.join(' and ')}`,
    parts: [
      text('The one that boards now departs ', { at: departsAt }, ', ready by ', { at: cutOffAt }),
      note(...lines.map((code): Line => ['To ride on it: ', { code }])),
      ...nextTrains(train, own),
    ],
  };
}

function gone(train: string): View {
  const said = `${train} is no longer in the configuration, so there is no next one.`;
  return { text: said, parts: [text(said)] };
}
