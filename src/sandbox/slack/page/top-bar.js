/**
 * @import {Actions} from './actions.js'
 * @import {Connection, PageState} from './model.js'
 */
import { directoryOf } from './directory.js';
import { button, byId, el } from './dom.js';
import { icon } from './icons.js';
import { openUnder } from './menu.js';
import { drawPersonSwitch } from './people.js';
import { drawPhone } from './phone.js';
import { applyTheme, isDark } from './theme.js';

/** @type {Readonly<Record<Connection, string>>} */
const connectionWords = {
  connecting: 'Connecting…',
  live: '',
  reconnecting: 'Reconnecting…',
};

/**
 * @param {Actions} actions
 * @returns {(state: PageState) => void}
 */
export function mountTopBar(actions) {
  let drawerOpen = false;
  const drawer = button(
    {
      class: 'icon-button top-button drawer-button',
      'aria-label': 'Channels and apps',
      'aria-controls': 'sidebar',
    },
    () => actions.showDrawer(!drawerOpen),
    icon('menu'),
  );
  const connection = el('span', { class: 'connection', role: 'status' });
  const theme = button({ class: 'icon-button top-button' }, () => {
    applyTheme(isDark() ? 'light' : 'dark');
    drawTheme(theme);
  });
  drawTheme(theme);
  byId('top-start').append(drawer);
  const phone = drawPhoneButton();
  byId('top-end').append(connection, phone.node, theme);
  return (state) => {
    drawerOpen = state.drawerOpen;
    drawer.setAttribute('aria-expanded', String(drawerOpen));
    document.body.classList.toggle('drawer-open', drawerOpen);
    drawConnection(connection, state.connection);
    phone.draw(state);
    drawPersonSwitch(byId('top-person'), state, actions);
  };
}

/**
 * @param {HTMLElement} node
 * @param {Connection} connection
 */
function drawConnection(node, connection) {
  const words = connectionWords[connection];
  if (node.textContent === words) return;
  node.replaceChildren();
  if (words !== '') node.append(icon('broken'), words);
}

function drawPhoneButton() {
  let me = '';
  let name = '';
  const node = button(
    {
      class: 'icon-button top-button phone-button',
      'aria-haspopup': 'dialog',
      'aria-expanded': 'false',
    },
    () => {
      const sheet = el(
        'div',
        { class: 'menu phone-sheet', role: 'dialog', popover: 'auto', tabindex: -1 },
        drawPhone(me, name),
      );
      openUnder(node, sheet);
      sheet.focus();
    },
    icon('phone'),
    el('span', { class: 'phone-word', 'aria-hidden': 'true' }, 'Phone'),
  );
  /** @param {PageState} state */
  function draw(state) {
    me = state.me;
    name = directoryOf(state.workspace).personName(me);
    node.setAttribute('aria-label', `Phone of ${name}`);
  }
  return { node, draw };
}

/** @param {HTMLElement} node */
function drawTheme(node) {
  const dark = isDark();
  node.replaceChildren(icon(dark ? 'sun' : 'moon'));
  node.setAttribute('aria-label', dark ? 'Use the light theme' : 'Use the dark theme');
}
