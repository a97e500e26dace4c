/**
 * @import {Keyed} from './dom.js'
 * @import {Channel, PageState} from './model.js'
 */
import { avatar } from './avatar.js';
import { directoryOf, isDirect, placeName } from './directory.js';
import { byId, el, reconcile } from './dom.js';
import { appMark, icon } from './icons.js';
import { channelIcon } from './sidebar.js';
import { drawMrkdwn } from './text-dom.js';

/** @param {PageState} state */
export function drawPlaceHeader(state) {
  const { workspace, place } = state;
  const channel = workspace.channels.find((one) => place.kind === 'channel' && one.id === place.id);
  const name = channel && !isDirect(channel) ? `#${channel.name}` : workspace.app.name;
  document.title = `${name} · ${workspace.team.name} · Fairway sandbox`;
  byId('main').setAttribute('aria-label', name);
  reconcile(byId('place-header'), [channel ? channelHeader(channel, state) : homeHeader(state)]);
}

/**
 * @param {Channel} channel
 * @param {PageState} state
 * @returns {Keyed}
 */
function channelHeader(channel, state) {
  const directory = directoryOf(state.workspace);
  const reader = { directory, me: state.me };
  const topic = channel.topic ?? '';
  return {
    key: channel.id,
    signature: JSON.stringify(channel),
    build: () =>
      el(
        'div',
        { class: 'place' },
        el(
          'h1',
          { class: 'place-name' },
          icon(channelIcon(channel)),
          placeName(channel, state.workspace.app.name),
        ),
        topic ? el('div', { class: 'place-topic' }, drawMrkdwn(topic, reader)) : null,
        el(
          'div',
          { class: 'place-people' },
          channel.members.slice(0, 3).map((member) => avatar(member, directory)),
          el('span', {}, String(channel.members.length)),
          el('span', { class: 'visually-hidden' }, ' members'),
        ),
      ),
  };
}

/**
 * @param {PageState} state
 * @returns {Keyed}
 */
function homeHeader({ workspace }) {
  const { name } = workspace.app;
  return {
    key: 'home',
    signature: name,
    build: () =>
      el(
        'div',
        { class: 'place' },
        el(
          'h1',
          { class: 'place-name' },
          el('span', { class: 'avatar avatar-app avatar-small', 'aria-hidden': 'true' }, appMark()),
          name,
          el('span', { class: 'app-badge' }, 'APP'),
        ),
        el('span', { class: 'place-tab' }, 'Home'),
      ),
  };
}
