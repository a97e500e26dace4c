import type { Log } from '../../ports/log.ts';
import type { Database } from '../clock.ts';
import { createAlarms } from './alarm.ts';
import { createContacts } from './contact.ts';
import { createInbox } from './inbox.ts';
import { createLeases } from './lease.ts';
import { createMessages } from './message.ts';
import { createOutbox } from './outbox.ts';
import { createSightings } from './sighting.ts';

/** All that is written beside what decisions read. */
export function openJournal(database: Database, log: Log) {
  return {
    alarms: createAlarms(database),
    contacts: createContacts(database),
    inbox: createInbox(database),
    leases: createLeases(database),
    messages: createMessages(database),
    outbox: createOutbox({ ...database, log }),
    sightings: createSightings(database),
  };
}
