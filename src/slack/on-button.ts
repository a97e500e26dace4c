import type { View } from '../projections/view.ts';
import type { Ack } from './ack.ts';
import { type Admitted, admit, ringFor } from './admit.ts';
import { answer } from './answer.ts';
import type { Edge } from './edge.ts';
import type { Errand, LineErrand, Origin } from './errand.ts';
import { isOurs, type Pressed } from './is-ours.ts';
import { openModal } from './open-form.ts';
import { Action } from './payload.ts';
import { type Press, readPress, splitLine } from './press.ts';
import { NO_DATABASE, NOT_OURS, TOO_FAST } from './words.ts';

/**
 * A press: a form is opened while its trigger lives; a line is persisted. Nothing is decided here:
 * rights, state and revision are checked when the line runs, with the rights of who pressed.
 */
export async function onButton(edge: Edge, body: unknown, ack: Ack): Promise<void> {
  const sent = Action.parse(body);
  const made = madeOf(sent);
  const press = readPress(made.value);
  // A link is a button too: its press is reported and asks for nothing.
  if (!press) return ack();
  const from = originOf(sent);
  const { form, line, urgent } = meaningOf(edge, press, from);
  if (!edge.gate.admits(from.account, urgent)) return turnAway(edge, from, TOO_FAST, ack);
  const pressed = { ...from, from: placeOf(sent), press: made };
  if (form) {
    // A form of our own making says for itself what it does; one that the button brings does not.
    const refused = 'form' in press ? await refusedForm(edge, pressed) : null;
    const where = { ...from, inPlace: pressed.from === 'private' };
    const no = refused ?? (await openModal(edge.api, sent.trigger_id, form, where));
    return no ? turnAway(edge, from, no, ack) : ack();
  }
  const refreshes = isHome(sent) && sent.actions[0].action_id === 'refresh';
  const errand: Errand = refreshes
    ? { ...from, errand: 'home' }
    : { ...pressed, errand: 'line', line, urgent };
  return persist(edge, sent.trigger_id, errand, ack);
}

/** Why this form is not opened, or null. */
async function refusedForm(edge: Edge, pressed: Pressed): Promise<View | null> {
  try {
    return (await isOurs(edge, pressed)) ? null : NOT_OURS;
  } catch (error) {
    edge.log.error({ err: error }, 'the messages cannot be read');
    return NO_DATABASE;
  }
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

/** What the button says that was pressed, and where it stands. */
function madeOf({ actions: [action], container }: Action) {
  const value = action.value ?? action.selected_option?.value ?? '';
  return { value, block: action.block_id ?? '', ts: container.message_ts ?? null };
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
