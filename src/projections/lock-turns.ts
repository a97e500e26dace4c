import type { Deployment } from '../domain/deployment/deployment.ts';
import type { Held } from '../domain/governance/lock.ts';
import { arrivals, freedAt, type InLine } from '../domain/governance/lock-arrivals.ts';
import { type Instant, instant, plus } from '../domain/kernel/time.ts';
import { waitersFor } from './lock-list.ts';

/** How long a deployment is expected to take, in milliseconds. */
export type Typical = (d: Pick<Deployment, 'service' | 'environment' | 'plan'>) => number;

/**
 * When it is expected to be the turn of each that waits for a lock: after its end, after what runs there now, and
 * after those that go before.
 */
export function turnsOf(
  held: readonly Held[],
  { pending, running }: { readonly [K in 'pending' | 'running']: readonly Deployment[] },
  typical: Typical,
): ReadonlyMap<string, Instant | null> {
  const turns = held.flatMap((lock) => {
    const line = waitersFor(lock, pending).map((d): InLine => lineOf(d, typical));
    return [...arrivals(line, (one) => later(freedAt([lock]), doneAt(one, running, typical)))];
  });
  return new Map(turns);
}

/** When it is the turn of each once there is no lock any more. */
export function turnsWithout(
  waiting: readonly Deployment[],
  running: readonly Deployment[],
  typical: Typical,
  now: Instant,
): ReadonlyMap<string, Instant | null> {
  const line = waiting.map((d) => lineOf(d, typical));
  return arrivals(line, (one) => later(now, doneAt(one, running, typical)));
}

function lineOf(d: Deployment, typical: Typical): InLine {
  const { id, service, environment } = d;
  return { id, service, environment, takesMs: typical(d) };
}

/** When what runs there now is expected to be done. */
function doneAt(
  { service, environment }: Pick<Deployment, 'service' | 'environment'>,
  running: readonly Deployment[],
  typical: Typical,
): Instant | null {
  const now = running.find((d) => d.service === service && d.environment === environment);
  return now?.startedAt ? plus(now.startedAt, typical(now)) : null;
}

/** Null of the first is nobody knows, of the second is nothing to wait for. */
function later(free: Instant | null, done: Instant | null): Instant | null {
  if (free === null || done === null) return free;
  return instant(Math.max(free, done));
}
