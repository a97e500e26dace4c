/**
 * The list of offers above the composer. The text box keeps the focus; the list is told to screen
 * readers through aria-activedescendant.
 *
 * @import {Completion, Offer} from './completion.js'
 */

import { uniqueId } from './blocks/unique-id.js';
import { el } from './dom.js';

/**
 * @typedef {{
 *   readonly node: HTMLElement,
 *   show(completion: Completion | null): void,
 *   current(): { readonly from: number, readonly typed: string, readonly offer: Offer } | null,
 *   move(step: number): void,
 * }} CompletionList
 */

/**
 * @param {HTMLTextAreaElement} input
 * @param {(from: number, offer: Offer) => void} onPick
 * @returns {CompletionList}
 */
export function createCompletionList(input, onPick) {
  const id = uniqueId('offers');
  const node = el('div', {
    class: 'offers',
    id,
    role: 'listbox',
    'aria-label': 'Suggestions',
    hidden: true,
  });
  input.setAttribute('aria-controls', id);
  input.setAttribute('aria-autocomplete', 'list');
  /** @type {Completion | null} */
  let shown = null;
  let at = 0;

  function draw() {
    const offers = shown?.offers ?? [];
    node.hidden = offers.length === 0;
    node.replaceChildren(...offers.map(drawRow));
    if (offers.length === 0) input.removeAttribute('aria-activedescendant');
    else input.setAttribute('aria-activedescendant', `${id}-${at}`);
    node.children[at]?.scrollIntoView({ block: 'nearest' });
  }

  /**
   * @param {Offer} offer
   * @param {number} index
   */
  function drawRow(offer, index) {
    const row = el(
      'div',
      {
        class: 'offer',
        id: `${id}-${index}`,
        role: 'option',
        'aria-selected': String(index === at),
      },
      el('span', { class: 'offer-label' }, offer.label),
      el('span', { class: 'offer-hint' }, offer.hint),
      el('span', { class: 'offer-detail' }, offer.detail),
    );
    // mousedown, not click: a click would take the focus out of the text box first.
    row.addEventListener('mousedown', (event) => {
      event.preventDefault();
      if (shown !== null) onPick(shown.from, offer);
    });
    return row;
  }

  return {
    node,
    show(completion) {
      shown = completion;
      at = 0;
      draw();
    },
    current() {
      const offer = shown?.offers[at];
      return shown === null || offer === undefined
        ? null
        : { from: shown.from, typed: shown.typed, offer };
    },
    move(step) {
      const count = shown?.offers.length ?? 0;
      if (count === 0) return;
      at = (at + step + count) % count;
      draw();
    },
  };
}
