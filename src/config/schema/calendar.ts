import { z } from 'zod';
import { Name, Zone } from './forms.ts';

/** One entry under `calendars`: a file of closed times that somebody else keeps. */
export const CalendarFile = z.strictObject({
  name: Name.describe('What its blackouts are called, before what each event is called.'),
  file: z
    .string()
    .regex(
      /^calendars\/[A-Za-z0-9][A-Za-z0-9._-]*\.ics$/,
      'must be a file of this folder such as calendars/company.ics',
    )
    .describe('An iCalendar file beside fairway.yaml.'),
  environments: z.array(z.string()).min(1).describe('Where its events close.'),
  services: z.array(z.string()).optional().describe('What they close. Left out: everything.'),
  owner: z.string().describe('Whom to ask: a person or a group.'),
  zone: Zone.describe('The IANA zone of its whole days, and of times that name none.'),
});
export type CalendarFile = z.infer<typeof CalendarFile>;
