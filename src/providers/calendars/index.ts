import { createHash } from 'node:crypto';
import type { CalendarFeed, Tags } from '../../domain/governance/calendar-feed.ts';
import type { CalendarSource, Fetched } from '../../ports/calendar-feeds.ts';
import type { Secrets } from '../../ports/secrets.ts';
import { type Answer, guardedFetch } from '../outbound/guarded-fetch.ts';
import type { Resolve } from '../outbound/lookup.ts';
import { OutboundError } from '../outbound/outbound-error.ts';

const TIMEOUT_MS = 10_000;
/** Far more than any calendar of closed times. */
const MOST_BYTES = 1_048_576;
const LONGEST_TAG = 500;

/** Reads calendars over the web, as RFC 9110 lets one ask whether there is another text since. */
export function createCalendarSource(given: {
  readonly secrets: Secrets;
  readonly resolve?: Resolve;
}): CalendarSource {
  return {
    async fetch(feed, tags) {
      const address = feed.url ?? (await given.secrets.read(feed.urlFrom ?? ''));
      if (!address) return failed('its address is not set here');
      const url = addressIn(address, feed);
      return 'kind' in url ? url : ask(url, tags, { ...given, own: feed.private === true });
    },
  };
}

async function ask(
  url: URL,
  tags: Tags | null,
  { own, resolve }: { readonly own: boolean; readonly resolve?: Resolve },
): Promise<Fetched> {
  const source = createHash('sha256').update(url.href).digest('hex');
  const known = tags?.source === source ? tags : null;
  const get = guardedFetch({
    allow: () => [{ host: url.hostname, private: own }],
    timeoutMs: TIMEOUT_MS,
    maxBytes: MOST_BYTES,
    ...(resolve ? { resolve } : {}),
  });
  try {
    return understood(await get(url, { headers: asking(known) }), { url, source, known });
  } catch (error) {
    const said = error instanceof OutboundError ? error.message : `${url.host} could not be asked`;
    return failed(said);
  }
}

/** In the clear anybody on the way may open what is closed. */
function addressIn(address: string, feed: CalendarFeed): URL | Fetched {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url?.protocol === 'https:') return url;
  if (url?.protocol !== 'http:') return failed('its address is none of the web');
  if (feed.private === true) return url;
  return failed('it is read over https alone, unless it says private: true');
}

function asking(known: Tags | null): Record<string, string> {
  return {
    accept: 'text/calendar, text/plain;q=0.5, */*;q=0.1',
    'user-agent': 'fairway',
    ...(known?.etag ? { 'if-none-match': known.etag } : {}),
    ...(known?.modified ? { 'if-modified-since': known.modified } : {}),
  };
}

/** Begins as no calendar does: the page of a sign-in, most of the time. */
const CALENDAR = /^\uFEFF?\s*BEGIN:VCALENDAR/i;
/** What stands where bytes were no UTF-8, and what no text has. */
const NO_TEXT = ['\uFFFD', '\0'];

function understood(
  { status, headers, text }: Answer,
  {
    url,
    source,
    known,
  }: { readonly url: URL; readonly source: string; readonly known: Tags | null },
): Fetched {
  if (status === 304 && known) return { kind: 'same' };
  if (status !== 200) return failed(`${url.host} answered ${status}`);
  if (!CALENDAR.test(text)) return failed(`${url.host} answered with no calendar`);
  if (NO_TEXT.some((sign) => text.includes(sign)))
    return failed(`${url.host} answered with what is no UTF-8 text`);
  const [etag, modified] = [tagIn(headers['etag']), tagIn(headers['last-modified'])];
  return { kind: 'text', text, tags: etag || modified ? { source, etag, modified } : null };
}

function tagIn(value = ''): string | null {
  return value !== '' && value.length <= LONGEST_TAG ? value : null;
}

function failed(why: string): Fetched {
  return { kind: 'failed', why };
}
