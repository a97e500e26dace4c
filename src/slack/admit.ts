import type { Instant } from '../domain/kernel/time.ts';
import type { Bell } from '../ports/bell.ts';
import type { Inbox } from '../ports/inbox.ts';
import type { Log } from '../ports/log.ts';
import type { Errand, Kind } from './errand.ts';

export interface Door {
  readonly inbox: Pick<Inbox, 'put'>;
  readonly bell: Bell;
  readonly now: () => Instant;
  readonly log: Log;
}

/**
 * Writes an errand into the inbox: `true` when it is new, `false` when the sender repeats itself.
 * The insert is all; call `ringFor` after the acknowledgement. @throws when the database is away.
 */
export async function admit(door: Door, id: string, kind: Kind, errand: Errand): Promise<boolean> {
  return door.inbox.put({ id, kind, body: errand, receivedAt: door.now() });
}

/** The bell is only a hurry: a row nobody rang for is found by the sweep. */
export async function ringFor(door: Door, id: string): Promise<void> {
  try {
    await door.bell.ring('inbox', id);
  } catch (error) {
    door.log.warn({ err: error, act: id }, 'the bell was not rung, the sweep will find the act');
  }
}
