import { type Deployment, type DeploymentId, isOver } from '../domain/deployment/deployment.ts';
import { type Instant, plus } from '../domain/kernel/time.ts';
import type { BellName, Doorbell } from '../ports/bell.ts';
import type { Overdue } from '../ports/records.ts';
import type { About, Recorded } from '../ports/store.ts';

/** A ring may be lost, or answered by a worker that dies: after so long it is rung again. */
const AGAIN_MS = 2_000;

/** The bell that wakes a deployment: what goes back has one of its own. */
const BELL_OF: { readonly [K in Deployment['kind']]: BellName } = {
  deploy: 'advance',
  rollback: 'back',
};

/** Wakes each deployment once for each time at which it has something to do, and again where that did not help. */
export interface Wakes {
  /**
   * After a change: what it left with something to do is rung for now, or when its time comes. What is driven
   * goes on by itself as long as it has something to do.
   */
  recorded(about: About, recorded: Extract<Recorded, { kind: 'recorded' }>): void;
  /** Of what is overdue, oldest first, so many at most for which nobody here rang lately: to be rung for now. */
  missed(overdue: readonly Overdue[], most: number, now: Instant): readonly DeploymentId[];
}

export function createWakes(bell: Omit<Doorbell, 'unanswered'>): Wakes {
  /** The wake-up that each was last rung for, and when. */
  const rung = new Map<DeploymentId, { readonly wakeAt: Instant; readonly at: Instant }>();

  function wake({ id, kind }: Deployment, wakeAt: Instant, now: Instant): void {
    const name = BELL_OF[kind];
    if (wakeAt > now && !bell.ringIn(name, id, wakeAt - now)) return;
    if (wakeAt <= now) bell.ring(name, id).catch(() => {}); // lost: the sweep finds it
    rung.set(id, { wakeAt, at: wakeAt > now ? wakeAt : now });
  }

  return {
    recorded({ deployment, drive }, { rows, now }) {
      for (const one of rows) {
        if (one.table !== 'deployment') continue;
        const { id } = one.row;
        const wakeAt = wakesAt(one.row);
        const goesOn = drive !== undefined && id === deployment && (wakeAt ?? now) <= now;
        if (wakeAt !== null && !goesOn) wake(one.row, wakeAt, now);
      }
    },
    missed(overdue, most, now) {
      for (const [id, { at }] of rung) if (plus(at, AGAIN_MS) <= now) rung.delete(id);
      const missed = overdue.filter(({ id, wakeAt }) => rung.get(id)?.wakeAt !== wakeAt);
      const found = missed.slice(0, most);
      for (const { id, wakeAt } of found) rung.set(id, { wakeAt, at: now });
      return found.map(({ id }) => id);
    },
  };
}

/** When it has something to do without anybody deciding; null: never. */
function wakesAt(d: Deployment): Instant | null {
  return isOver(d) || d.hold !== null ? null : d.wakeAt;
}
