/**
 * @import {Actions} from './actions.js'
 * @import {Channel, PageState, Place} from './model.js'
 * @import {IconName} from './icons.js'
 * @import {Keyed} from './dom.js'
 */
import { channelsOf, isDirect, placeName } from './directory.js';
import { button, byId, el, reconcile } from './dom.js';
import { appMark, icon } from './icons.js';
import { drawWorkspaceMenu } from './workspace-menu.js';

/**
 * @param {Actions} actions
 * @returns {(state: PageState) => void}
 */
export function mountSidebar(actions) {
  const root = byId('sidebar');
  byId('scrim').addEventListener('click', () => actions.showDrawer(false));
  return (state) => {
    const { joined, direct, other } = channelsOf(state.workspace, state.me);
    reconcile(root, [
      drawWorkspaceMenu(state, actions),
      ...section('Channels', joined, state, actions),
      ...section('Other channels', other, state, actions),
      ...section('Direct messages', direct, state, actions),
      heading('Apps'),
      appRow(state, actions),
    ]);
  };
}

/**
 * @param {string} title
 * @param {readonly Channel[]} channels
 * @param {PageState} state
 * @param {Actions} actions
 * @returns {readonly Keyed[]}
 */
function section(title, channels, state, actions) {
  if (channels.length === 0) return [];
  return [heading(title), ...channels.map((channel) => channelRow(channel, state, actions))];
}

/**
 * @param {string} title
 * @returns {Keyed}
 */
function heading(title) {
  const build = () => el('h2', { class: 'sidebar-heading' }, title);
  return { key: `heading-${title}`, signature: title, build };
}

/**
 * @param {Channel} channel
 * @param {PageState} state
 * @param {Actions} actions
 * @returns {Keyed}
 */
function channelRow(channel, state, actions) {
  const unread = state.unread.get(channel.id) ?? { count: 0, mentions: 0 };
  /** @type {Place} */
  const place = { kind: 'channel', id: channel.id };
  const current = state.place.kind === 'channel' && state.place.id === channel.id;
  return {
    key: channel.id,
    signature: JSON.stringify([channel, unread, current]),
    build: () =>
      row({ key: channel.id, current, unread: unread.count > 0 }, () => actions.openPlace(place), [
        icon(channelIcon(channel)),
        el('span', { class: 'row-name' }, placeName(channel, state.workspace.app.name)),
        unread.count > 0 ? el('span', { class: 'visually-hidden' }, ' unread') : null,
        unread.mentions > 0 ? el('span', { class: 'badge' }, String(unread.mentions)) : null,
      ]),
  };
}

/**
 * @param {PageState} state
 * @param {Actions} actions
 * @returns {Keyed}
 */
function appRow(state, actions) {
  const current = state.place.kind === 'home';
  const { name } = state.workspace.app;
  return {
    key: 'home',
    signature: JSON.stringify([name, current, state.homeUnread]),
    build: () =>
      row(
        { key: 'home', current, unread: state.homeUnread },
        () => actions.openPlace({ kind: 'home' }),
        [
          el('span', { class: 'avatar avatar-app avatar-small', 'aria-hidden': 'true' }, appMark()),
          el('span', { class: 'row-name' }, name),
          state.homeUnread ? el('span', { class: 'row-dot' }) : null,
          state.homeUnread ? el('span', { class: 'visually-hidden' }, ' has news') : null,
        ],
      ),
  };
}

/**
 * @param {{ key: string, current: boolean, unread: boolean }} look
 * @param {() => void} onOpen
 * @param {readonly (Node | null)[]} children
 * @returns {HTMLElement}
 */
function row({ key, current, unread }, onOpen, children) {
  return button(
    {
      class: `sidebar-row${unread ? ' is-unread' : ''}`,
      'aria-current': current ? 'page' : null,
      'data-focus-key': key,
    },
    onOpen,
    children,
  );
}

/**
 * @param {Channel} channel
 * @returns {IconName}
 */
export function channelIcon(channel) {
  if (isDirect(channel)) return 'reply';
  if (channel.is_ext_shared === true) return 'shared';
  return channel.is_private === true ? 'lock' : 'hash';
}
