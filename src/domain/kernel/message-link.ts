/**
 * What leads to one message of the chat, and nowhere else: a permalink of Slack.
 * https://docs.slack.dev/reference/methods/chat.getPermalink
 */
const PERMALINK =
  /^https:\/\/(?:[a-z0-9-]+\.)+slack(?:-gov)?\.com\/archives\/([CDG][A-Z0-9]+)\/p(\d{16})(?:\?[\w=&.-]*)?$/;
const LONGEST = 300;

/** Which message it leads to, the same for every form of its permalink; null when it leads elsewhere. */
export function messageAt(link: string): string | null {
  const [, channel, ts] = (link.length <= LONGEST && PERMALINK.exec(link)) || [];
  return channel && ts ? `${channel}/${ts}` : null;
}
