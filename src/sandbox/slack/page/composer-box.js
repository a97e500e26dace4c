/**
 * The elements of a composer.
 *
 * @import {CompletionList} from './completion-list.js'
 * @import {Offer} from './completion.js'
 */
import { uniqueId } from './blocks/unique-id.js';
import { createCompletionList } from './completion-list.js';
import { button, el } from './dom.js';
import { icon } from './icons.js';

const maxHeightPx = 220;

/**
 * @typedef {{
 *   readonly node: HTMLElement, readonly input: HTMLTextAreaElement,
 *   readonly sendButton: HTMLElement, readonly note: HTMLElement, readonly offers: CompletionList,
 * }} ComposerBox
 */

/**
 * @param {{ onPick(from: number, offer: Offer): void, onSend(): void }} task
 * @returns {ComposerBox}
 */
export function drawComposerBox({ onPick, onSend }) {
  const noteId = uniqueId('composer-note');
  const input = el('textarea', {
    class: 'composer-input',
    rows: 1,
    'aria-describedby': noteId,
    'data-focus-key': 'composer',
    spellcheck: 'false',
  });
  const note = el('p', { class: 'composer-note', id: noteId });
  const offers = createCompletionList(input, onPick);
  const sendButton = button({ class: 'send', 'aria-label': 'Send' }, onSend, icon('send'));
  const frame = el('div', { class: 'composer-box' }, input, sendButton);
  const node = el('div', { class: 'composer' }, offers.node, frame, note);
  return { node, input, sendButton, note, offers };
}

/**
 * As high as its text, up to a limit.
 *
 * @param {HTMLTextAreaElement} input
 */
export function fitHeight(input) {
  input.style.height = 'auto';
  input.style.height = `${Math.min(input.scrollHeight, maxHeightPx)}px`;
}
