import type { Content, Delivery } from '../ports/messages.ts';
import type { Strangers } from './shared-channels.ts';

/** How members look at what a message speaks of, by the first letters of its number. */
const LOOKS: Readonly<Record<string, string>> = {
  D: '/release show',
  INC: '/release incident show',
};

const WHY: Readonly<Record<Strangers, string>> = {
  others: 'Other companies read this channel',
  unknown:
    'Slack does not let Fairway see whether other companies read this channel (scope channels:read, of a private one groups:read; or trustedChannels)',
};

/**
 * The same message where people of other companies read along, or may: that there is something, who is asked, and how
 * members look at it. Nothing of its text, its buttons or its numbers is left.
 */
export function redacted(
  { key, content }: Pick<Delivery, 'key' | 'content'>,
  reads: Strangers,
): Content {
  const [id, kind = ''] = /\b([A-Z]{1,4})-[1-9]\d*\b/.exec(key) ?? [];
  const look = LOOKS[kind];
  const line = id && look ? `${look} ${id}` : '/release status';
  const asked = [...mentionsIn(content), id ?? 'Fairway'].join(' ');
  const text = `${asked}: there is news. ${WHY[reads]}, so it is told to members only: \`${line}\``;
  return { text, blocks: [] };
}

/** Whom it mentions, each once, as mrkdwn. */
function mentionsIn({ text, blocks }: Content): ReadonlySet<string> {
  const all = `${text} ${JSON.stringify(blocks)}`;
  const written = all.matchAll(/<(@[UW]\w+|!subteam\^\w+)>/g);
  const elements = all.matchAll(/"(user_id|usergroup_id)":"(\w+)"/g);
  return new Set([
    ...[...written].map(([mention]) => mention),
    ...[...elements].map(([, kind, id]) => (kind === 'user_id' ? `<@${id}>` : `<!subteam^${id}>`)),
  ]);
}
