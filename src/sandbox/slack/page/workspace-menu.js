/**
 * @import {Actions} from './actions.js'
 * @import {Keyed} from './dom.js'
 * @import {PageState} from './model.js'
 * @import {Theme} from './remember.js'
 */
import { askConfirm } from './confirm.js';
import { directoryOf } from './directory.js';
import { button, el } from './dom.js';
import { icon } from './icons.js';
import { openMenu } from './menu.js';
import { rememberedTheme } from './remember.js';
import { applyTheme } from './theme.js';

/** @type {readonly (readonly [Theme, string])[]} */
const themes = [
  ['system', 'Theme of the system'],
  ['light', 'Light theme'],
  ['dark', 'Dark theme'],
];

/** @type {import('./blocks/block-kit.js').Confirm} */
const resetQuestion = {
  title: { type: 'plain_text', text: 'Reset this workspace?' },
  text: {
    type: 'plain_text',
    text: 'All messages, modals and App Homes of the local Slack are deleted. People and channels stay.',
  },
  confirm: { type: 'plain_text', text: 'Reset' },
  style: 'danger',
};

/**
 * The workspace's name; under it the theme, and starting over.
 *
 * @param {PageState} state
 * @param {Actions} actions
 * @returns {Keyed}
 */
export function drawWorkspaceMenu(state, actions) {
  const { name } = state.workspace.team;
  const reader = { directory: directoryOf(state.workspace), me: state.me };

  async function reset() {
    if (await askConfirm(resetQuestion, reader)) await actions.reset();
  }

  function items() {
    return [
      ...themes.map(([theme, label]) => ({
        label,
        checked: rememberedTheme() === theme,
        onPick: () => applyTheme(theme),
      })),
      { label: 'Reset this workspace…', onPick: () => void reset() },
    ];
  }

  function build() {
    const node = button(
      { class: 'workspace-name', 'aria-haspopup': 'menu', 'aria-expanded': 'false' },
      () => openMenu(node, 'Workspace', items()),
      el('span', {}, name),
      icon('chevron'),
    );
    return node;
  }

  return { key: 'workspace', signature: JSON.stringify([name, state.me]), build };
}
