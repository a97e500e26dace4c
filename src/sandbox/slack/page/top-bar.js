/**
 * @import {Actions} from './actions.js'
 * @import {Connection, PageState} from './model.js'
 */
import { button, byId, el } from './dom.js';
import { icon } from './icons.js';
import { drawPersonSwitch } from './people.js';
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
  byId('top-end').append(connection, theme);
  return (state) => {
    drawerOpen = state.drawerOpen;
    drawer.setAttribute('aria-expanded', String(drawerOpen));
    document.body.classList.toggle('drawer-open', drawerOpen);
    drawConnection(connection, state.connection);
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

/** @param {HTMLElement} node */
function drawTheme(node) {
  const dark = isDark();
  node.replaceChildren(icon(dark ? 'sun' : 'moon'));
  node.setAttribute('aria-label', dark ? 'Use the light theme' : 'Use the dark theme');
}
