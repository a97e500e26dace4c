import { button, byId, el } from './dom.js';
import { icon } from './icons.js';

const shownMs = 8_000;

/**
 * Says that something failed, in a corner, for a while. Screen readers hear it at once.
 *
 * @param {string} words
 */
export function toast(words) {
  const node = el('div', { class: 'toast' }, el('span', {}, words));
  const close = button(
    { class: 'icon-button', 'aria-label': 'Dismiss' },
    () => node.remove(),
    icon('close'),
  );
  node.append(close);
  // A modal dialog covers the page's own corner, so the toast goes where it can be seen.
  const open = [...document.querySelectorAll('dialog[open]')].at(-1);
  (open?.querySelector('.dialog-toasts') ?? byId('toasts')).append(node);
  setTimeout(() => node.remove(), shownMs);
}

/**
 * @param {unknown} failure
 * @returns {string}
 */
export function wordsOfFailure(failure) {
  return failure instanceof Error ? failure.message : 'Something failed that has no name.';
}
