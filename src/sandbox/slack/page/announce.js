/**
 * @import {LiveEvent, PageState} from './model.js'
 */
import { directoryOf } from './directory.js';
import { byId, el } from './dom.js';
import { drawMrkdwn } from './text-dom.js';

const keptMs = 10_000;

/**
 * Reads a new message of the open channel to a screen reader: its author and its text, which
 * restates everything the blocks show. Edits are silent, as they notify nobody in Slack either.
 *
 * @param {PageState} state
 * @param {LiveEvent} event
 */
export function announce(state, event) {
  const { message, channel } = event;
  const open = state.place.kind === 'channel' && state.place.id === channel;
  if (event.type !== 'message' || message === undefined || !open) return;
  const directory = directoryOf(state.workspace);
  const words = drawMrkdwn(message.text ?? '', { directory, me: state.me }).textContent;
  const line = el('p', {}, `${directory.personName(message.user)}: ${words}`);
  byId('announcer').append(line);
  setTimeout(() => line.remove(), keptMs);
}
