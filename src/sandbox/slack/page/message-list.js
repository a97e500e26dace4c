/**
 * A log of messages that stays at its end while one reads there, and stays put while one reads above.
 *
 * @import {Keyed} from './dom.js'
 */
import { button, el, reconcile } from './dom.js';

const nearEndPx = 60;

/**
 * @param {{ scroller: HTMLElement, log: HTMLElement, jumpHost: HTMLElement }} nodes
 * @returns {{ draw(place: string, rows: readonly Keyed[]): void }}
 */
export function createMessageList({ scroller, log, jumpHost }) {
  let shownPlace = '';
  let count = 0;
  const jump = button({ class: 'jump', hidden: true }, toEnd, 'New messages ↓');
  jumpHost.prepend(jump);
  log.addEventListener('keydown', (event) => walk(event, log));
  scroller.addEventListener('scroll', () => {
    if (isAtEnd(scroller)) jump.hidden = true;
  });

  function toEnd() {
    scroller.scrollTop = scroller.scrollHeight;
    jump.hidden = true;
  }

  return {
    draw(place, rows) {
      const moved = place !== shownPlace;
      const stay = !moved && !isAtEnd(scroller);
      reconcile(log, rows);
      if (!stay) toEnd();
      else if (rows.length > count) jump.hidden = false;
      shownPlace = place;
      count = rows.length;
    },
  };
}

/**
 * @param {string} label
 * @returns {HTMLElement}
 */
export function drawDay(label) {
  return el('div', { class: 'day', role: 'separator', 'aria-label': label }, el('span', {}, label));
}

/** @param {HTMLElement} scroller */
function isAtEnd(scroller) {
  return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < nearEndPx;
}

/**
 * Up and Down walk from message to message when the log, or a message itself, has the focus.
 *
 * @param {KeyboardEvent} event
 * @param {HTMLElement} log
 */
function walk(event, log) {
  const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
  /** @type {(Element | null)[]} */
  const messages = [...log.querySelectorAll('article')];
  const at = messages.indexOf(document.activeElement);
  if (step === 0 || (at === -1 && document.activeElement !== log)) return;
  event.preventDefault();
  const from = at === -1 ? messages.length : at;
  const next = messages[Math.min(messages.length - 1, Math.max(0, from + step))];
  if (next instanceof HTMLElement) next.focus();
}
