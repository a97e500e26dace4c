import { z } from 'zod';
import { Duration } from '../../domain/kernel/duration.ts';
import { Name, Zone } from './forms.ts';

const FIFTEEN_MINUTES_MS = 15 * 60_000;
const LEAST_MS = 60_000;
const MOST_MS = 86_400_000;

/** One entry under `calendars`: closed times that somebody else keeps, in a file or at an address. */
export const CalendarEntry = z
  .strictObject({
    name: Name.describe('What its blackouts are called, before what each event is called.'),
    file: z
      .string()
      .regex(
        /^calendars\/[A-Za-z0-9][A-Za-z0-9._-]*\.ics$/,
        'must be a file of this folder such as calendars/company.ics',
      )
      .optional()
      .describe('An iCalendar file beside fairway.yaml. This, `url` or `urlFrom`.'),
    url: z
      .string()
      .refine(isAddress, 'must be an address such as https://calendar.example/company.ics')
      .optional()
      .describe('Where it is read again and again: https, or http with `private: true`.'),
    urlFrom: z
      .string()
      .regex(
        /^(env:[A-Za-z_][A-Za-z0-9_]*|file:\/.+)$/,
        'must be env:NAME or file:/path, never the address itself',
      )
      .optional()
      .describe('Instead of `url` where the address is a secret: where the workers find it.'),
    every: Duration.optional()
      .refine((ms) => ms === undefined || (ms >= LEAST_MS && ms <= MOST_MS), {
        error: 'must be between 1m and 1d',
      })
      .describe('How often an address is looked at. Left out: 15m.'),
    private: z
      .boolean()
      .optional()
      .describe('Whether an address may lie in your own networks, and be read without TLS.'),
    environments: z.array(z.string()).min(1).describe('Where its events close.'),
    services: z.array(z.string()).optional().describe('What they close. Left out: everything.'),
    owner: z.string().describe('Whom to ask: a person or a group.'),
    zone: Zone.describe('The IANA zone of its whole days, and of times that name none.'),
  })
  .refine((one) => [one.file, one.url, one.urlFrom].filter((x) => x !== undefined).length === 1, {
    error: 'must have one of "file", "url" and "urlFrom"',
  })
  .refine(({ file, every, private: own }) => !file || (every ?? own) === undefined, {
    error: 'may have "every" and "private" only beside "url" or "urlFrom"',
  })
  .refine(({ url, private: own }) => !url?.startsWith('http:') || own === true, {
    error: 'must be https, unless it says private: true',
    path: ['url'],
  });
export type CalendarEntry = z.infer<typeof CalendarEntry>;

/** One that lies beside the configuration, and is part of it. */
export type CalendarFile = CalendarEntry & { readonly file: string };

export function isFile(entry: CalendarEntry): entry is CalendarFile {
  return entry.file !== undefined;
}

/** One that is read while Fairway runs; its closings are no part of the configuration. */
export function feedOf({ file: _, every = FIFTEEN_MINUTES_MS, ...entry }: CalendarEntry) {
  return { ...entry, every };
}

function isAddress(text: string): boolean {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return false;
  const { username, password, hash } = new URL(text);
  return [username, password, hash].every((part) => part === '');
}
