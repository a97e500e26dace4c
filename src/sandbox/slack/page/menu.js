import { button, el } from './dom.js';
import { icon } from './icons.js';

/**
 * @typedef {{
 *   readonly label: string, readonly detail?: string, readonly picture?: HTMLElement,
 *   readonly checked?: boolean, readonly href?: string, onPick(): void,
 * }} MenuItem
 */

/**
 * Opens a menu under a button: arrows move, Enter picks, Esc closes, and focus goes back.
 *
 * @param {HTMLElement} anchor
 * @param {string} label
 * @param {readonly MenuItem[]} items
 */
export function openMenu(anchor, label, items) {
  const menu = el('div', { class: 'menu', role: 'menu', 'aria-label': label, popover: 'auto' });
  menu.append(...items.map((item) => menuButton(item, menu)));
  menu.addEventListener('keydown', (event) => moveFocus(event, menu));
  openUnder(anchor, menu);
  const checked = menu.querySelector('[aria-checked="true"]');
  const first = checked ?? menu.firstElementChild;
  if (first instanceof HTMLElement) first.focus();
}

/**
 * Opens a popover under a button. Closed, it is gone, and the focus is where it was.
 *
 * @param {HTMLElement} anchor
 * @param {HTMLElement} popover
 */
export function openUnder(anchor, popover) {
  // Inside a modal dialog only the dialog's own descendants can be reached.
  (anchor.closest('dialog') ?? document.body).append(popover);
  popover.addEventListener('toggle', (event) => {
    if (event instanceof ToggleEvent && event.newState === 'closed') closed(popover, anchor);
  });
  anchor.setAttribute('aria-expanded', 'true');
  popover.showPopover();
  place(popover, anchor);
}

/**
 * @param {MenuItem} item
 * @param {HTMLElement} menu
 * @returns {HTMLButtonElement}
 */
function menuButton(item, menu) {
  const checkable = item.checked !== undefined;
  return button(
    {
      class: 'menu-item',
      role: checkable ? 'menuitemradio' : 'menuitem',
      'aria-checked': checkable ? String(item.checked) : null,
      tabindex: '-1',
    },
    () => {
      menu.hidePopover();
      item.onPick();
    },
    item.picture,
    el(
      'span',
      { class: 'menu-words' },
      el('span', { class: 'menu-label' }, item.label),
      item.detail ? el('span', { class: 'menu-detail' }, item.detail) : null,
    ),
    item.checked === true ? icon('check') : null,
  );
}

/**
 * @param {KeyboardEvent} event
 * @param {HTMLElement} menu
 */
function moveFocus(event, menu) {
  /** @type {(Element | null)[]} */
  const items = [...menu.children];
  const target = targetOf(event.key, items.indexOf(document.activeElement), items.length);
  if (event.key === 'Tab') menu.hidePopover();
  if (target === null) return;
  event.preventDefault();
  const item = items[target];
  if (item instanceof HTMLElement) item.focus();
}

/**
 * @param {string} key
 * @param {number} at
 * @param {number} count
 * @returns {number | null}
 */
function targetOf(key, at, count) {
  if (key === 'ArrowDown') return (at + 1) % count;
  if (key === 'ArrowUp') return (at - 1 + count) % count;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return null;
}

/**
 * @param {HTMLElement} menu
 * @param {HTMLElement} anchor
 */
function closed(menu, anchor) {
  const hadFocus =
    menu.contains(document.activeElement) || document.activeElement === document.body;
  anchor.setAttribute('aria-expanded', 'false');
  menu.remove();
  if (hadFocus) anchor.focus();
}

/**
 * Under the anchor's middle when it is the wider one, above it where there is no room, and never outside the window.
 *
 * @param {HTMLElement} menu
 * @param {HTMLElement} anchor
 */
function place(menu, anchor) {
  const at = anchor.getBoundingClientRect();
  const size = menu.getBoundingClientRect();
  const below = at.bottom + 4 + size.height <= window.innerHeight;
  const start = at.left + Math.max(0, (at.width - size.width) / 2);
  const left = Math.min(start, window.innerWidth - size.width - 8);
  menu.style.left = `${Math.max(8, left)}px`;
  menu.style.top = `${Math.max(8, below ? at.bottom + 4 : at.top - size.height - 4)}px`;
}
