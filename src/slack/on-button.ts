import type { View } from '../projections/view.ts';
import type { Ack } from './ack.ts';
import { type Admitted, admit, ringFor } from './admit.ts';
import { answer } from './answer.ts';
import type { Edge } from './edge.ts';
import type { Errand, LineErrand, Origin } from './errand.ts';
import { openModal } from './open-form.ts';
import { Action } from './payload.ts';
import { type Press, readPress, splitLine } from './press.ts';
import { NO_DATABASE, TOO_FAST } from './words.ts';

/**
 * A press: a form is opened while its trigger lives; a line is persisted. Nothing is decided here:
 * rights, state and revision are checked when the line runs, with the rights of who pressed.
 */
export async function onButton(edge: Edge, body: unknown, ack: Ack): Promise<void> {
  const sent = Action.parse(body);
  const [action] = sent.actions;
  const from = originOf(sent);
  const press = readPress(action.value ?? action.selected_option?.value ?? '');
  // A link is a button too: its press is reported and asks for nothing.
  if (!press) return ack();
  const pressed = meaningOf(edge, press, from);
  if (!edge.gate.admits(from.account, pressed.urgent)) return turnAway(edge, from, TOO_FAST, ack);
  if (pressed.form) {
    const inPlace = placeOf(sent) === 'private';
    const failed = await openModal(edge.api, sent.trigger_id, pressed.form, { ...from, inPlace });
    return failed ? turnAway(edge, from, failed, ack) : ack();
  }
  const { line, urgent } = pressed;
  const errand: Errand =
    isHome(sent) && action.action_id === 'refresh'
      ? { ...from, errand: 'home' }
      : { ...from, errand: 'line', line, urgent, from: placeOf(sent) };
  return persist(edge, sent.trigger_id, errand, ack);
}

async function persist(edge: Edge, id: string, errand: Errand, ack: Ack): Promise<void> {
  let admitted: Admitted;
  try {
    admitted = await admit(edge, id, 'action', errand);
  } catch (error) {
    edge.log.error({ err: error }, 'the inbox cannot be written');
    return turnAway(edge, errand, NO_DATABASE, ack);
  }
  await ack();
  if (admitted === 'fresh') await ringFor(edge, id);
}

/** The acknowledgement of a press has no room for words, so they follow it. */
async function turnAway(edge: Edge, to: Origin, view: View, ack: Ack): Promise<void> {
  await ack();
  await answer(edge, to, view);
}

function meaningOf(edge: Edge, press: Press, from: Origin) {
  if ('form' in press) return { form: press.form, line: '', urgent: false };
  const { command, text } = splitLine(press.line);
  const reading = edge.desk.read(command, text, { channel: from.channel });
  // What cannot be read is refused where every line is run, and told by the same way.
  const form = reading.kind === 'form' ? reading.form : null;
  return { form, line: press.line, urgent: reading.kind === 'line' && reading.urgent };
}

function placeOf(sent: Action): LineErrand['from'] {
  if (isHome(sent)) return 'home';
  return sent.container.is_ephemeral ? 'private' : 'card';
}

function isHome(sent: Action): boolean {
  return sent.container.type === 'view';
}

function originOf(sent: Action): Origin {
  return {
    account: sent.user.id,
    team: sent.user.team_id ?? sent.team?.id ?? null,
    channel: sent.channel?.id ?? null,
    thread: sent.container.thread_ts ?? null,
    responseUrl: sent.response_url ?? null,
  };
}
