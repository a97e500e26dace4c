import type { Log } from '../../ports/log.ts';
import { createAlarms } from './alarm.ts';
import { createCalendarLinks } from './calendar-link.ts';
import { createCalendarLooks } from './calendar-look.ts';
import { createContacts } from './contact.ts';
import { createDocuments } from './document.ts';
import { createEmissions } from './emission.ts';
import { createInbox } from './inbox.ts';
import { createLeases } from './lease.ts';
import { createMessages } from './message.ts';
import { createOutbox } from './outbox.ts';
import { createPagePictures } from './page-picture.ts';
import { createPasses } from './pass.ts';
import { createPictures } from './picture.ts';
import { createFactors, type Keeping } from './second-factor.ts';
import { createSightings } from './sighting.ts';

/** All that is written beside what decisions read. */
export function openJournal(database: Keeping & { readonly log: Log }) {
  return {
    alarms: createAlarms(database),
    calendarLinks: createCalendarLinks(database),
    calendarLooks: createCalendarLooks(database),
    contacts: createContacts(database),
    documents: createDocuments(database),
    factors: createFactors(database),
    emissions: createEmissions(database),
    inbox: createInbox(database),
    leases: createLeases(database),
    messages: createMessages(database),
    outbox: createOutbox(database),
    pagePictures: createPagePictures(database),
    passes: createPasses(database),
    pictures: createPictures(database),
    sightings: createSightings(database),
  };
}
