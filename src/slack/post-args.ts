import type { Content, Delivery } from '../ports/messages.ts';
import { OUR_EVENT } from './find-message.ts';

type Args = Readonly<Record<string, unknown>>;

/**
 * The message in the forms to try, best first: a workspace that does not know a table yet, or lost a
 * picture, refuses the whole call, and a card without them is better than none.
 */
export function contentsOf(content: Content): readonly Content[] {
  const without = (...types: readonly string[]): Content => {
    return {
      ...content,
      blocks: content.blocks.filter((one) => !types.includes(String(one['type']))),
    };
  };
  const forms = [content, without('image'), without('image', 'table')];
  const fewer = forms.filter((form, i) => {
    const before = forms[i - 1];
    return !before || form.blocks.length < before.blocks.length;
  });
  return [...fewer, { ...content, blocks: [] }];
}

/** Slack's errors that speak of the form alone. */
export const FORM_ERRORS: ReadonlySet<string> = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'block_mismatch',
]);

export function postArgs(d: Delivery, content: Content, thread: string | null): Args {
  const reply = thread ? { thread_ts: thread, reply_broadcast: d.broadcast } : {};
  const quiet = { unfurl_links: false, unfurl_media: false };
  return { channel: d.channel, ...shown(d, content), ...reply, ...quiet };
}

/** Everything is sent each time: an edit without blocks would drop them, one without text the words. */
export function updateArgs(d: Delivery, content: Content): Args {
  return { channel: d.channel, ts: d.ts, ...shown(d, content) };
}

/** The metadata holds ids only, because everybody in the workspace may read it. */
function shown(d: Delivery, { text, blocks }: Content): Args {
  const event_payload = { key: d.key, revision: d.revision };
  const metadata = { event_type: OUR_EVENT, event_payload };
  return { text, blocks, metadata, parse: 'none', link_names: false };
}
