import { z } from 'zod';
import { type Api, call } from './api.ts';

/**
 * Who reads a channel, by its id, its `#name`, or the person of a direct message: members alone, or people of other
 * companies as well; unknown where Slack does not let us see it, so that others have to be expected. Null: Slack does
 * not say just now, ask again.
 */
export type Reads = (channel: string) => Promise<'members' | Strangers | null>;
export type Strangers = 'others' | 'unknown';

interface Sharing {
  readonly shared: boolean;
  readonly known: readonly string[];
}

const Channel = z.object({
  id: z.string().nullish(),
  name: z.string().nullish(),
  is_ext_shared: z.boolean().nullish(),
  is_pending_ext_shared: z.boolean().nullish(),
});
const Info = z.object({ channel: Channel });
const Page = z.object({
  channels: z.array(Channel),
  response_metadata: z.object({ next_cursor: z.string().nullish() }).nullish(),
});

const FRESH_MS = 10 * 60_000;
/** What may not be seen may be mended at any moment: a scope is given, somebody invites us. */
const UNKNOWN_MS = 60_000;
const PAGE = 1_000;
const PAGES = 10;

/**
 * By `is_ext_shared` of Slack Connect, remembered for ten minutes, and for as long as Slack is silent after that. That
 * it may not be seen is remembered for a minute.
 * @param trusted channels, by id or `#name`, whose readers all count as members
 */
export function createReads(api: Api, now: () => number, trusted: () => readonly string[]): Reads {
  const seen = new Map<string, { readonly sharing: Sharing | 'unknown'; readonly at: number }>();
  const find = async (channel: string): Promise<Sharing | 'unknown' | null> => {
    const last = seen.get(channel);
    const freshMs = last?.sharing === 'unknown' ? UNKNOWN_MS : FRESH_MS;
    if (last && now() - last.at < freshMs) return last.sharing;
    const name = channel.startsWith('#') ? channel.slice(1) : null;
    const sharing = await (name === null ? byId(api, channel) : byName(api, name));
    if (sharing === null) return last?.sharing ?? null;
    seen.set(channel, { sharing, at: now() });
    return sharing;
  };
  return async (channel) => {
    if (/^[DUW]/.test(channel) || trusted().includes(channel)) return 'members';
    const sharing = await find(channel);
    if (sharing === null || sharing === 'unknown') return sharing;
    const isTrusted = sharing.known.some((one) => trusted().includes(one));
    return sharing.shared && !isTrusted ? 'others' : 'members';
  };
}

/** Whether members alone read a channel, asked anew; null where Slack does not say. */
export async function isOurs(
  api: Api,
  channel: string,
  trusted: readonly string[],
): Promise<boolean | null> {
  const called = await call(api, 'conversations.info', { channel });
  const read = called.kind === 'ok' ? Info.safeParse(called.answer) : null;
  if (!read?.success) return null;
  const { shared, known } = sharingIn(read.data.channel);
  return !shared || known.some((one) => trusted.includes(one));
}

async function byId(api: Api, channel: string): Promise<Sharing | 'unknown' | null> {
  const called = await call(api, 'conversations.info', { channel });
  if (called.kind === 'refused') return 'unknown';
  if (called.kind !== 'ok') return null;
  const read = Info.safeParse(called.answer);
  return read.success ? sharingIn(read.data.channel) : 'unknown';
}

/** A channel that the configuration names by its name; where private ones may not be listed, a public one. */
async function byName(api: Api, name: string): Promise<Sharing | 'unknown' | null> {
  const both = await listed(api, 'public_channel,private_channel');
  const all = both === 'missing_scope' ? await listed(api, 'public_channel') : both;
  if (all === null) return null;
  const found = typeof all === 'string' ? undefined : all.find((one) => one.name === name);
  return found ? sharingIn(found) : 'unknown';
}

/** Every channel of these types, or the error with which Slack refuses; null when it is silent. */
async function listed(
  api: Api,
  types: string,
): Promise<readonly z.infer<typeof Channel>[] | string | null> {
  const all: z.infer<typeof Channel>[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const called = await call(api, 'conversations.list', {
      ...{ types, exclude_archived: true, limit: PAGE, cursor },
    });
    if (called.kind !== 'ok') return called.kind === 'refused' ? called.error : null;
    const read = Page.safeParse(called.answer);
    if (!read.success) return 'an answer of unknown form';
    all.push(...read.data.channels);
    cursor = read.data.response_metadata?.next_cursor || undefined;
    if (!cursor) break;
  }
  return all;
}

/** An invitation that waits counts: whoever takes it reads what was said before. */
function sharingIn({
  id,
  name,
  is_ext_shared: now,
  is_pending_ext_shared: soon,
}: z.infer<typeof Channel>): Sharing {
  const known = [...(id ? [id] : []), ...(name ? [`#${name}`] : [])];
  return { shared: now === true || soon === true, known };
}
