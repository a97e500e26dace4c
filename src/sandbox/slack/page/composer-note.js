/**
 * The small line under a composer: what the command expects, or why a text was not sent.
 *
 * @import {SlashCommand} from './model.js'
 */
import { el } from './dom.js';

/**
 * @param {HTMLElement} note
 * @param {SlashCommand | undefined} command the one being typed
 * @param {boolean} takesCommands false in a thread
 */
export function drawNote(note, command, takesCommands) {
  note.classList.remove('is-refusal');
  if (command === undefined) {
    note.replaceChildren(
      el('kbd', {}, 'Enter'),
      ' sends · ',
      el('kbd', {}, 'Shift + Enter'),
      ' new line · ',
      el('kbd', {}, takesCommands ? '/' : '@'),
      takesCommands ? ' commands' : ' people and the app',
    );
    return;
  }
  note.replaceChildren(
    el('strong', {}, command.command),
    ' ',
    el('span', { class: 'usage' }, command.usage_hint ?? ''),
    el('span', {}, command.description ?? ''),
  );
}

/**
 * @param {HTMLElement} note
 * @param {string} why
 */
export function drawRefusal(note, why) {
  note.classList.add('is-refusal');
  note.replaceChildren(why);
}
