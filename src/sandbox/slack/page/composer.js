/**
 * The box one types into, in a channel and in a thread.
 *
 * @import {ComposerBox} from './composer-box.js'
 * @import {Offer, Sources} from './completion.js'
 * @import {Intent} from './composer-intent.js'
 */
import { commandOf, completionAt } from './completion.js';
import { drawComposerBox, fitHeight } from './composer-box.js';
import { drawNote, drawRefusal } from './composer-note.js';

/**
 * `send` answers false when it failed: the text is put back then.
 *
 * @typedef {{
 *   sources(): Sources,
 *   intent(typed: string): Intent,
 *   send(intent: Extract<Intent, { kind: 'message' | 'command' }>): Promise<boolean>,
 * }} ComposerTask
 */

/**
 * @typedef {{
 *   readonly node: HTMLElement, fill(text: string): void, turnTo(place: string, label: string): void,
 *   focus(): void,
 * }} Composer
 */

/**
 * `place` is the channel or thread being written to; each has its own draft.
 *
 * @typedef {{
 *   readonly box: ComposerBox, readonly task: ComposerTask, readonly drafts: Map<string, string>,
 *   place: string, lastSent: string, dismissed: boolean,
 * }} Desk
 */

/**
 * @param {ComposerTask} task
 * @returns {Composer}
 */
export function createComposer(task) {
  const box = drawComposerBox({
    onPick: (from, offer) => pick(desk, from, offer),
    onSend: () => void send(desk),
  });
  /** @type {Desk} */
  const desk = { box, task, drafts: new Map(), place: '', lastSent: '', dismissed: false };
  box.input.addEventListener('input', () => {
    desk.dismissed = false;
    changed(desk);
  });
  box.input.addEventListener('blur', () => box.offers.show(null));
  box.input.addEventListener('keydown', (event) => pressed(desk, event));
  return {
    node: box.node,
    fill: (text) => fill(desk, text),
    turnTo: (place, label) => turnTo(desk, place, label),
    focus: () => box.input.focus(),
  };
}

/**
 * @param {Desk} desk
 * @param {string} text
 */
function fill(desk, text) {
  const { input } = desk.box;
  input.value = text;
  input.setSelectionRange(text.length, text.length);
  changed(desk);
  input.focus();
}

/** @param {Desk} desk */
function changed(desk) {
  const { input, sendButton, note, offers } = desk.box;
  const sources = desk.task.sources();
  desk.drafts.set(desk.place, input.value);
  sendButton.classList.toggle('is-ready', input.value.trim() !== '');
  fitHeight(input);
  drawNote(note, commandOf(input.value, sources.commands), sources.commands.length > 0);
  offers.show(desk.dismissed ? null : completionAt(input.value, input.selectionStart, sources));
}

/**
 * @param {Desk} desk
 * @param {number} from
 * @param {Offer} offer
 */
function pick(desk, from, offer) {
  const { input } = desk.box;
  const rest = input.value.slice(input.selectionStart).trimStart();
  const head = input.value.slice(0, from) + offer.insert;
  fill(desk, head + rest);
  input.setSelectionRange(head.length, head.length);
}

/** @param {Desk} desk */
async function send(desk) {
  const { input, note, offers } = desk.box;
  const typed = input.value;
  const { place } = desk;
  const intent = desk.task.intent(typed);
  if (intent.kind === 'nothing') return;
  if (intent.kind === 'refused') {
    offers.show(null);
    drawRefusal(note, intent.why);
    return;
  }
  desk.lastSent = typed;
  fill(desk, '');
  if (await desk.task.send(intent)) return;
  if (desk.place === place && input.value === '') fill(desk, typed);
}

/**
 * @param {Desk} desk
 * @param {KeyboardEvent} event
 */
function pressed(desk, event) {
  if (event.isComposing || event.shiftKey) return;
  const { input } = desk.box;
  if (steersOffers(desk, event)) {
    event.preventDefault();
    event.stopPropagation();
  } else if (event.key === 'Enter') {
    event.preventDefault();
    void send(desk);
  } else if (event.key === 'ArrowUp' && input.value === '' && desk.lastSent !== '') {
    event.preventDefault();
    fill(desk, desk.lastSent);
  }
}

/**
 * @param {Desk} desk
 * @param {KeyboardEvent} event
 * @returns {boolean} true when the key was meant for the open list of offers
 */
function steersOffers(desk, event) {
  const { offers } = desk.box;
  const current = offers.current();
  if (current === null) return false;
  switch (event.key) {
    case 'ArrowDown':
      offers.move(1);
      return true;
    case 'ArrowUp':
      offers.move(-1);
      return true;
    case 'Escape':
      desk.dismissed = true;
      offers.show(null);
      return true;
    case 'Enter':
      // A name typed in full needs no completing, so Enter sends; Tab still adds the space.
      if (current.typed.toLowerCase() === current.offer.insert.trim()) return false;
      pick(desk, current.from, current.offer);
      return true;
    case 'Tab':
      pick(desk, current.from, current.offer);
      return true;
    default:
      return false;
  }
}

/**
 * @param {Desk} desk
 * @param {string} place
 * @param {string} label
 */
function turnTo(desk, place, label) {
  const { input } = desk.box;
  input.placeholder = label;
  input.setAttribute('aria-label', label);
  if (place === desk.place) return;
  desk.place = place;
  desk.dismissed = true;
  input.value = desk.drafts.get(place) ?? '';
  changed(desk);
}
