/**
 * @import {Confirm} from './blocks/block-kit.js'
 * @import {Reader} from './inline-dom.js'
 */
import { button, el } from './dom.js';
import { drawText, plainWords } from './text-dom.js';

/**
 * Asks the person to confirm a press, as Slack's client does before it sends the press.
 *
 * @param {Confirm} confirm
 * @param {Reader} reader
 * @returns {Promise<boolean>} false for Cancel and for Esc
 */
export function askConfirm(confirm, reader) {
  const dialog = el('dialog', {
    class: 'dialog dialog-confirm',
    'aria-labelledby': 'confirm-title',
  });
  const style = confirm.style === 'danger' ? 'button-danger-solid' : 'button-primary';
  dialog.append(
    el(
      'h2',
      { id: 'confirm-title', class: 'dialog-title' },
      plainWords(confirm.title) || 'Are you sure?',
    ),
    el('div', { class: 'dialog-body' }, drawText(confirm.text, reader)),
    el(
      'div',
      { class: 'dialog-foot' },
      button({ class: 'button' }, () => dialog.close(), plainWords(confirm.deny) || 'Cancel'),
      button(
        { class: `button ${style}`, autofocus: true },
        () => dialog.close('yes'),
        plainWords(confirm.confirm) || 'Yes',
      ),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
  });
}
