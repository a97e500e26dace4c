import type { Pointed } from '../commands/note-form.ts';
import type { Catalog } from '../domain/catalog/catalog.ts';
import { hideCredentials } from '../domain/kernel/credentials.ts';
import { LONGEST_NOTE } from '../domain/kernel/noted.ts';
import { type Api, call } from './api.ts';
import { normalise } from './normalise.ts';
import type { MessageAction } from './payload.ts';
import { cut } from './render/plain.ts';
import { isOurs } from './shared-channels.ts';
import { headOf, type Threads } from './thread.ts';

export interface Pointers extends Pick<Threads, 'messages'> {
  readonly api: Api;
  readonly catalog: () => Catalog;
}

/** The message that somebody points at, as far as it may be kept; null when nobody knows where it stands. */
export async function pointedAt(p: Pointers, sent: MessageAction): Promise<Pointed | null> {
  const { channel, message } = sent;
  const said = cut(hideCredentials(normalise(message.text ?? '')), LONGEST_NOTE);
  const [link, silence, under] = await Promise.all([
    linkTo(p.api, sent),
    said === '' ? 'the message has no words' : whySilent(p, sent),
    headOf(p.messages, channel.id, message.thread_ts ?? message.ts),
  ]);
  if (link === null) return null;
  return { link, words: silence === null ? said : null, silence, under: under || null };
}

/** Slack tells it of channels that we are in; of the others it is put together as Slack documents it. */
async function linkTo(api: Api, { channel, message, team }: MessageAction): Promise<string | null> {
  const asked = { channel: channel.id, message_ts: message.ts };
  const called = await call(api, 'chat.getPermalink', asked);
  const told = called.kind === 'ok' ? called.answer['permalink'] : null;
  if (typeof told === 'string') return told;
  if (!team?.domain) return null;
  const thread = message.thread_ts ? `?thread_ts=${message.thread_ts}&cid=${channel.id}` : '';
  const path = `archives/${channel.id}/p${message.ts.replace('.', '')}${thread}`;
  return `https://${team.domain}.slack.com/${path}`;
}

/** Why its words may not be kept: whoever reads a retrospective was not there. */
async function whySilent(p: Pointers, { channel }: MessageAction): Promise<string | null> {
  const isDirect = channel.id.startsWith('D') || /^(directmessage|mpdm-)/.test(channel.name ?? '');
  if (isDirect) return 'it was said in a direct message';
  const ours = await isOurs(p.api, channel.id, p.catalog().trustedChannels ?? []);
  if (ours === null) return 'Slack does not say whether other companies read that channel';
  return ours ? null : 'other companies read that channel';
}
