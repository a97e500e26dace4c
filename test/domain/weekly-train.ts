import { turnOf } from '../../src/domain/governance/depart.ts';
import {
  board,
  type Departure,
  emptyDeparture,
  markReady,
  type TrainChange,
} from '../../src/domain/governance/departure.ts';
import { boardingOf, Train } from '../../src/domain/governance/train.ts';
import { isRefusal, type Refusal } from '../../src/domain/kernel/refusal.ts';
import { type Instant, instant } from '../../src/domain/kernel/time.ts';

export const HOUR = 3_600_000;
export const weekly = {
  name: 'weekly',
  ...Train.parse({
    to: 'production',
    waves: [['search'], ['shop', 'checkout']],
    days: ['we'],
    at: '14:00',
    zone: 'Europe/Berlin',
    cutOff: '2h',
  }),
};
export const utc = (text: string): Instant => instant(Date.parse(`${text}Z`));
export const NOON = utc('2026-11-18T08:00');

export const begin = (onFailure: Train['onFailure'] = 'go-on'): Departure =>
  emptyDeparture({ ...weekly, onFailure }, boardingOf(weekly, NOON), null);
export const after = (d: Departure, change: TrainChange | Refusal): Departure =>
  isRefusal(change) ? d : (change.rows[0]?.row ?? d);
export const who = (service: string, people: readonly string[]) => ({
  ...{ service, people, version: '1', digest: 'a', by: people[0] ?? '', channel: null },
});
export const boarded = (d: Departure, service: string, people: readonly string[]): Departure =>
  people.reduce(
    (one, by) => after(one, markReady(one, service, { by, ready: true }, NOON)),
    after(d, board(d, who(service, people), NOON)),
  );
/** Whatever the clock alone brings. */
export function moved(d: Departure, now: Instant): Departure {
  const turn = turnOf(d, now);
  return turn?.kind === 'moves' ? moved(after(d, turn.change), now) : d;
}
