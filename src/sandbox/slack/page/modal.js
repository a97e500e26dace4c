/**
 * The modals the app opened for this person: a stack of which the topmost shows. The browser's own
 * dialog keeps the focus inside and gives it back.
 *
 * @import {Actions} from './actions.js'
 * @import {FormValues} from './api.js'
 * @import {Field, RenderContext} from './blocks/render-context.js'
 * @import {PageState, View} from './model.js'
 */
import { attempt } from './actions.js';
import { postClose, postSubmit } from './api.js';
import { drawBlocks } from './blocks/render-block.js';
import { directoryOf } from './directory.js';
import { button, el } from './dom.js';
import { icon } from './icons.js';
import { missingFields, readFields, showErrors, writeFields } from './modal-form.js';
import { drawPhone } from './phone.js';
import { plainWords } from './text-dom.js';
import { toast } from './toast.js';

/** The field in which Fairway asks for the digits of an authenticator. */
const codeField = 'code';

/** @typedef {{ readonly view: View, readonly fields: Map<string, Field> }} Shown */

/**
 * @param {Actions} actions
 * @returns {(state: PageState) => void}
 */
export function mountModal(actions) {
  const dialog = el('dialog', { class: 'dialog dialog-view', 'aria-labelledby': 'modal-title' });
  document.body.append(dialog);
  /** @type {Map<string, FormValues>} */
  const drafts = new Map();
  /** @type {Shown | null} */
  let shown = null;
  let me = '';

  function keepDraft() {
    if (shown !== null) drafts.set(shown.view.id, readFields(shown.fields));
  }

  async function close() {
    if (shown === null) return;
    const { view } = shown;
    drafts.delete(view.id);
    await attempt(postClose({ user: me, view_id: view.id }));
    await attempt(actions.loader.views());
  }

  async function submit() {
    if (shown === null || dialog.getAttribute('aria-busy') === 'true') return;
    const { view, fields } = shown;
    const missing = missingFields(fields);
    showErrors(fields, missing);
    if (Object.keys(missing).length > 0) return;
    dialog.setAttribute('aria-busy', 'true');
    await attempt(send(view, fields));
    dialog.removeAttribute('aria-busy');
  }

  /**
   * @param {View} view
   * @param {Map<string, Field>} fields
   */
  async function send(view, fields) {
    const answer = await postSubmit({ user: me, view_id: view.id, values: readFields(fields) });
    const stray = showErrors(fields, answer.errors ?? {});
    if (stray.length > 0) toast(stray.join(' '));
    if (answer.ok) drafts.delete(view.id);
    await actions.loader.views();
  }

  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    void close();
  });

  return (state) => {
    me = state.me;
    const view = state.views.at(-1) ?? null;
    if (view === null) {
      shown = null;
      drafts.clear();
      dialog.close();
      return;
    }
    if (shown !== null && drawnParts(shown.view) === drawnParts(view)) return;
    keepDraft();
    const context = modalContext(view, state, actions);
    dialog.replaceChildren(drawView(view, context, { submit, close, depth: state.views.length }));
    writeFields(context.fields, drafts.get(view.id) ?? {});
    const isNew = shown?.view.id !== view.id;
    shown = { view, fields: context.fields };
    if (!dialog.open) dialog.showModal();
    if (isNew) focusFirst(dialog);
  };
}

/**
 * @param {View} view
 * @param {PageState} state
 * @param {Actions} actions
 * @returns {RenderContext}
 */
function modalContext(view, state, actions) {
  return {
    directory: directoryOf(state.workspace),
    me: state.me,
    surface: 'modal',
    fields: new Map(),
    press: (press, confirm, source) =>
      void actions.press({ view_id: view.id }, press, confirm, source),
  };
}

/**
 * @param {View} view
 * @param {RenderContext} context
 * @param {{ submit(): Promise<void>, close(): Promise<void>, depth: number }} way
 * @returns {HTMLElement}
 */
function drawView(view, context, { submit, close, depth }) {
  const submitWords = plainWords(view.submit);
  const closeWords = plainWords(view.close) || (depth > 1 ? 'Back' : 'Cancel');
  const form = el(
    'form',
    { class: 'dialog-form', novalidate: true },
    el(
      'header',
      { class: 'dialog-head' },
      el('h2', { class: 'dialog-title', id: 'modal-title' }, plainWords(view.title)),
      button({ class: 'icon-button', 'aria-label': 'Close' }, () => void close(), icon('close')),
    ),
    el('div', { class: 'dialog-body' }, drawBlocks(view.blocks, context), phoneBeside(context)),
    el('div', { class: 'dialog-toasts', role: 'alert' }),
    el(
      'footer',
      { class: 'dialog-foot' },
      button({ class: 'button' }, () => void close(), closeWords),
      submitWords
        ? el('button', { type: 'submit', class: 'button button-primary' }, submitWords)
        : null,
    ),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  return form;
}

/**
 * Nothing beside an open modal can be reached, so the phone lies in the one that asks for its code.
 *
 * @param {RenderContext} context
 */
function phoneBeside({ fields, me, directory }) {
  return fields.has(codeField) ? drawPhone(me, directory.personName(me)) : null;
}

/** @param {HTMLElement} dialog */
function focusFirst(dialog) {
  const first =
    dialog.querySelector('[autofocus]') ??
    dialog.querySelector('.dialog-body :is(input, select, textarea, button)') ??
    dialog.querySelector('.dialog-foot .button:last-child');
  if (first instanceof HTMLElement) first.focus();
}

/**
 * What of a view is seen. The server also sends what was entered, and a hash: drawing anew for those
 * would wipe the errors just shown.
 *
 * @param {View} view
 * @returns {string}
 */
function drawnParts({ id, title, blocks, submit, close }) {
  return JSON.stringify([id, title, blocks, submit, close]);
}
