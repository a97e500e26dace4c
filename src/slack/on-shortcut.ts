import type { Desk } from '../commands/desk.ts';
import type { View } from '../projections/view.ts';
import type { Ack } from './ack.ts';
import { answer } from './answer.ts';
import { call } from './api.ts';
import type { Edge } from './edge.ts';
import type { Origin } from './errand.ts';
import { writeMemory } from './form-memory.ts';
import type { Identities } from './identity.ts';
import { open } from './open-form.ts';
import { MessageAction } from './payload.ts';
import { type Pointers, pointedAt } from './pointed.ts';
import type { Block } from './render/block.ts';
import { renderForm } from './render/form.ts';
import { renderNotice } from './render/notice.ts';
import { FORM_TOO_BIG, formNotOpened, NO_LINK, ONE_MOMENT, TOO_FAST } from './words.ts';

/** As the manifests call it. */
export const NOTE_SHORTCUT = 'note';
const TITLE = 'Note for the retro';

export interface Pointing extends Omit<Edge, 'desk' | 'messages'>, Pointers {
  readonly desk: Pick<Desk, 'asksAbout'>;
  readonly identities: Identities;
}

/**
 * "Note for the retro" in the menu of a message. A trigger lives three seconds, so a modal opens before anything is
 * looked up, and asks once that is known. Nothing is kept yet; its submission is a line as every other.
 */
export async function onShortcut(pointing: Pointing, body: unknown, ack: Ack): Promise<void> {
  const sent = MessageAction.parse(body);
  const from = originOf(sent);
  const failed = await ask(pointing, sent, from);
  await ack();
  if (failed) await answer(pointing, from, failed);
}

/** Null when the modal asks, or was closed meanwhile; else what to tell the person. */
async function ask(p: Pointing, sent: MessageAction, from: Origin): Promise<View | null> {
  if (!p.gate.admits(from.account, false)) return TOO_FAST;
  const waiting = renderNotice(TITLE, ONE_MOMENT, p.names());
  const opened = await open(p.api, sent.trigger_id, waiting);
  if ('failed' in opened) return opened.failed;
  const view = await question(p, sent, from);
  const shown = await call(p.api, 'views.update', { view_id: opened.id, view });
  if (shown.kind === 'ok') return null;
  const why = shown.kind === 'refused' ? shown.error : 'it did not answer';
  return why === 'not_found' ? null : formNotOpened(why);
}

async function question(p: Pointing, sent: MessageAction, from: Origin): Promise<Block> {
  const { desk, identities, names } = p;
  const [message, { actor }] = await Promise.all([
    pointedAt(p, sent),
    identities.identify(from, { urgent: false }),
  ]);
  if (message === null) return renderNotice(TITLE, NO_LINK, names());
  const asked = await desk.asksAbout(message, actor);
  if (asked.kind === 'refused') return renderNotice(TITLE, asked.view, names());
  const memory = writeMemory(asked.form, { ...from, inPlace: false });
  return renderForm(asked.form, memory) ?? renderNotice(TITLE, FORM_TOO_BIG, names());
}

function originOf({ user, team, channel, message, response_url: url }: MessageAction): Origin {
  return {
    account: user.id,
    team: user.team_id ?? team?.id ?? null,
    channel: channel.id,
    thread: message.thread_ts ?? null,
    responseUrl: url ?? null,
  };
}
