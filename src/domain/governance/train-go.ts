import { type Refusal, refuse } from '../kernel/refusal.ts';
import type { Instant } from '../kernel/time.ts';
import { type Departure, type TrainChange, written } from './departure.ts';

/** Whether it leaves only once one of its drivers says so, and none has. */
export function lacksGo({ confirm, go }: Pick<Departure, 'confirm' | 'go'>): boolean {
  return confirm === true && !go;
}

/** Its driver has seen what rides: it departs at its time, or at once where that has come. */
export function letDepart(d: Departure, by: string, now: Instant): TrainChange | Refusal {
  const { train } = d;
  if (d.confirm !== true) {
    return refuse('no-go', `${train} departs by itself.`, {
      why: 'Only a train with confirm: true waits for its driver.',
    });
  }
  if (d.go) return refuse('gone', `${d.go.by} has let ${train} depart already.`);
  if (d.hold) {
    return refuse('held', `${d.hold.by} holds ${train}: ${d.hold.why}.`, {
      line: `/release train release ${train}`,
    });
  }
  if (d.state === 'boarding') {
    return refuse('boarding', `${train} is boarding: what rides is not known before its cut-off.`, {
      fix: 'You are asked again then.',
    });
  }
  const go = { by, at: now };
  const note = `${by} lets ${train} depart`;
  return written(d, { go, wakeAt: d.departsAt }, { what: 'go', by, at: now, note, evidence: {} });
}

/** Who has not marked yet and the drivers hear of it, once. */
export function remind(d: Departure, now: Instant): TrainChange {
  const riders = d.riders.filter(({ state }) => state === 'aboard');
  const evidence = { riders: riders.map(({ service, version }) => ({ service, version })) };
  const deed = { what: 'reminded', by: 'fairway', at: now, note: null, evidence };
  return written(d, { reminded: true, wakeAt: d.cutOffAt }, deed);
}
