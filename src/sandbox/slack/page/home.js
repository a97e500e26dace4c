/**
 * The app's own tab.
 *
 * @import {Actions} from './actions.js'
 * @import {RenderContext} from './blocks/render-context.js'
 * @import {Keyed} from './dom.js'
 * @import {PageState, View} from './model.js'
 */
import { drawBlocks } from './blocks/render-block.js';
import { directoryOf } from './directory.js';
import { byId, el, reconcile } from './dom.js';
import { appMark } from './icons.js';

/**
 * @param {Actions} actions
 * @returns {(state: PageState) => void}
 */
export function mountHome(actions) {
  const root = byId('home-view');
  return (state) => {
    root.hidden = state.place.kind !== 'home';
    if (root.hidden) return;
    reconcile(root, [state.home ? published(state.home, state, actions) : empty(state)]);
  };
}

/**
 * @param {View} view
 * @param {PageState} state
 * @param {Actions} actions
 * @returns {Keyed}
 */
function published(view, state, actions) {
  /** @type {RenderContext} */
  const context = {
    directory: directoryOf(state.workspace),
    me: state.me,
    surface: 'home',
    fields: new Map(),
    press: (press, confirm, source) => void actions.press({ home: true }, press, confirm, source),
  };
  return {
    key: 'view',
    signature: JSON.stringify([view.blocks, state.me]),
    build: () => el('div', { class: 'home' }, drawBlocks(view.blocks, context)),
  };
}

/**
 * @param {PageState} state
 * @returns {Keyed}
 */
function empty({ home, workspace }) {
  const words =
    home === undefined
      ? `Opening the Home of ${workspace.app.name}…`
      : `${workspace.app.name} has not published a Home for you yet. It appears here as soon as it does.`;
  return {
    key: 'empty',
    signature: words,
    build: () =>
      el(
        'div',
        { class: 'home-empty' },
        el('span', { class: 'avatar avatar-app' }, appMark()),
        el('p', {}, words),
      ),
  };
}
