import type { Log } from '../ports/log.ts';
import type { Content } from '../ports/messages.ts';
import type { View } from '../projections/view.ts';
import { type Api, type Called, call } from './api.ts';
import type { Origin } from './errand.ts';
import type { FollowUps } from './follow-up.ts';
import { noteBlock, unmadeIn, withoutPictures } from './picture-blocks.ts';
import type { Showing } from './pictures.ts';
import { renderMessage } from './render/message.ts';
import type { Names } from './render/names.ts';
import type { Respond } from './respond.ts';
import type { Seals } from './seal.ts';

export interface Answers {
  readonly api: Api;
  readonly respond: Respond;
  readonly names: () => Names;
  readonly log: Log;
  readonly seals: Seals;
  readonly pictures: Pick<Showing, 'lacks'>;
  readonly followUps: Pick<FollowUps, 'begin'>;
}

/**
 * Tells one person something that only they see: by the response_url (which works where we are not a
 * member, for 30 minutes), else ephemerally in the channel, else as a direct message. Never throws:
 * what was done stays done when its answer cannot be told.
 */
export async function answer(a: Answers, to: Origin, view: View, replace = false): Promise<void> {
  const whole = renderMessage(view, a.names());
  const pictured = unmadeIn(whole).length > 0;
  const lacks = pictured ? a.pictures.lacks() : null;
  const told = await tell(a, to, noted(withoutPictures(whole), lacks), replace);
  if (told && pictured && lacks === null) {
    a.followUps.begin(whole, (content) => tell(a, to, content, false));
  }
}

/** Says at its end what is missing. */
function noted(content: Content, lacks: string | null): Content {
  return lacks === null ? content : { ...content, blocks: [...content.blocks, noteBlock(lacks)] };
}

async function tell(a: Answers, to: Origin, content: Content, replace: boolean): Promise<boolean> {
  const tried: string[] = [];
  const sealed = { ...content, blocks: a.seals.seal(content.blocks, to.account) };
  for (const way of [byResponseUrl, ephemerally, directly]) {
    const failed = await way(a, to, sealed, replace);
    if (failed === null) return true;
    tried.push(failed);
  }
  a.log.warn({ account: to.account, tried }, 'an answer could not be told');
  return false;
}

/** Tells it one way: null when told, else why not. */
type Way = (a: Answers, to: Origin, content: Content, replace: boolean) => Promise<string | null>;

const byResponseUrl: Way = async ({ respond }, to, content, replace) => {
  if (!to.responseUrl) return 'no response_url';
  const said = { response_type: 'ephemeral', replace_original: replace, ...content };
  const thread = to.thread && !replace ? { thread_ts: to.thread } : {};
  const { ok, why } = await respond(to.responseUrl, { ...said, ...thread });
  return ok ? null : `response_url: ${why}`;
};

const ephemerally: Way = async ({ api }, to, content) => {
  if (!to.channel) return 'no channel';
  const thread = to.thread ? { thread_ts: to.thread } : {};
  const args = { ...message(content), ...thread, channel: to.channel, user: to.account };
  return trouble('chat.postEphemeral', await call(api, 'chat.postEphemeral', args));
};

const directly: Way = async ({ api }, to, content) => {
  const quiet = { unfurl_links: false, unfurl_media: false };
  const args = { ...message(content), ...quiet, channel: to.account };
  return trouble('chat.postMessage', await call(api, 'chat.postMessage', args));
};

function message({ text, blocks }: Content): Readonly<Record<string, unknown>> {
  return { text, blocks, parse: 'none', link_names: false };
}

function trouble(method: string, called: Called): string | null {
  if (called.kind === 'ok') return null;
  return `${method}: ${called.kind === 'refused' ? called.error : called.kind}`;
}
