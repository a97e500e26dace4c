import type { Instant } from '../domain/kernel/time.ts';
import type { Bell } from '../ports/bell.ts';
import type { Inbox } from '../ports/inbox.ts';
import type { Log } from '../ports/log.ts';
import type { Errand, Kind } from './errand.ts';
import type { Turns } from './turns.ts';
import type { Twins } from './twins.ts';

export interface Door {
  readonly inbox: Pick<Inbox, 'put'>;
  readonly bell: Bell;
  readonly turns: Turns;
  readonly twins: Twins;
  readonly now: () => Instant;
  readonly log: Log;
}

/**
 * `known` when the sender repeats itself; `twin` when the same person asked for the same urgent thing a
 * moment ago, which stands for this one too.
 */
export type Admitted = 'fresh' | 'known' | 'twin';

/**
 * Writes an errand into the inbox. The insert is all; call `ringFor` after the acknowledgement.
 * @throws when the database is away.
 */
export async function admit(door: Door, id: string, kind: Kind, errand: Errand): Promise<Admitted> {
  const urgent = errand.errand === 'line' && errand.urgent;
  const put = (): Promise<boolean> =>
    door.inbox.put({
      id,
      kind,
      body: errand,
      receivedAt: door.now(),
      turn: door.turns.of(errand.account, urgent),
    });
  if (!urgent) return (await put()) ? 'fresh' : 'known';
  return door.twins.once(`${errand.account} ${errand.channel} ${errand.line}`, put);
}

/** The bell is only a hurry: a row nobody rang for is found by the sweep. */
export async function ringFor(door: Door, id: string): Promise<void> {
  try {
    await door.bell.ring('inbox', id);
  } catch (error) {
    door.log.warn({ err: error, act: id }, 'the bell was not rung, the sweep will find the act');
  }
}
