import { z } from 'zod';
import type { Closed } from '../governance/window.ts';
import { pass, wait } from '../kernel/ruling.ts';
import type { Subject } from '../kernel/subject.ts';
import { defineGate } from './gate.ts';

/**
 * No blackout holds the target at this moment, and it is within its release windows. What ran before it
 * closed goes on, where the rule lets it finish.
 */
export const blackout = defineGate({
  kind: 'blackout',
  says: 'no blackout is in force, and it is within its release windows',
  evidence: false,
  config: z.object({ kind: z.literal('blackout') }),
  needs: ['blackouts', 'calendars'],
  rule(_, { blackouts, calendars }, about) {
    const last = blackouts
      .filter((one) => !finishes(one, about.startedAt))
      .toSorted((a, b) => b.until - a.until)[0];
    if (!last) return calendars.length > 0 ? { ...pass, looked: calendars } : pass;
    const why = whyClosed(last);
    return wait('blackout', `${about.environment} ${why}`, {
      until: last.until,
      who: [last.owner],
    });
  },
});

function whyClosed({ name, between, unread, owner }: Closed): string {
  if (unread !== undefined) {
    return `is closed: the calendar ${name} could not be read yet (${unread}); ${owner} can mend it`;
  }
  return between
    ? `is outside its release windows; the next is ${name}`
    : `is in blackout (${name})`;
}

function finishes({ from, inFlight = 'finish' }: Closed, startedAt: Subject['startedAt']): boolean {
  return inFlight === 'finish' && startedAt != null && startedAt < from;
}
