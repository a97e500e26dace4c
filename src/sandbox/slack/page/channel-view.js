/**
 * The open channel: its messages, and the composer under them.
 *
 * @import {Actions} from './actions.js'
 * @import {Channel, PageState} from './model.js'
 * @import {Store} from './state.js'
 */
import { createComposer } from './composer.js';
import { intentOf } from './composer-intent.js';
import { isDirect, placeName } from './directory.js';
import { byId, el, reconcile } from './dom.js';
import { drawHints } from './hints.js';
import { icon } from './icons.js';
import { createMessageList } from './message-list.js';
import { keyedRows } from './message-rows.js';
import { channelIcon } from './sidebar.js';
import { channelMessages, channelRows } from './timeline.js';

/**
 * @param {Store} store
 * @param {Actions} actions
 * @returns {(state: PageState) => void}
 */
export function mountChannelView(store, actions) {
  const foot = byId('channel-foot');
  const log = byId('channel-log');
  log.tabIndex = 0;
  const list = createMessageList({ scroller: byId('channel-scroll'), log, jumpHost: foot });
  const composer = createChannelComposer(store, actions);
  const hints = el('div');
  const closed = el('p', { class: 'closed-note' });
  foot.append(hints, composer.node, closed);

  return (state) => {
    const channel = openChannel(state);
    byId('channel-view').hidden = channel === undefined;
    if (channel === undefined) return;
    const known = state.messages.get(channel.id);
    const all = known ?? [];
    const rows = channelRows(channelMessages(all), all, { nowMs: Date.now() });
    drawIntro(channel, state);
    log.setAttribute('aria-label', `Messages in ${shownName(channel, state)}`);
    list.draw(
      `${state.me} ${channel.id} ${known === undefined}`,
      keyedRows(rows, { channel: channel.id, state, actions, threads: true }),
    );
    const name = shownName(channel, state);
    const first = known?.length === 0 && channel.name === 'deploys';
    reconcile(
      hints,
      first ? [{ key: 'hints', signature: '', build: () => drawHints(composer.fill) }] : [],
    );
    const member = channel.members.includes(state.me);
    composer.node.hidden = !member;
    closed.hidden = member;
    closed.textContent = `You are looking into ${name}. Only its members can write here.`;
    composer.turnTo(channel.id, `Message ${name}`);
  };
}

/**
 * @param {Store} store
 * @param {Actions} actions
 */
function createChannelComposer(store, actions) {
  return createComposer({
    sources: () => {
      const { commands, users } = store.get().workspace;
      return { commands, people: users };
    },
    intent(typed) {
      const { commands, app } = store.get().workspace;
      return intentOf(typed, { commands, inThread: false, appName: app.name });
    },
    async send(intent) {
      const { place } = store.get();
      if (place.kind !== 'channel') return false;
      return intent.kind === 'command'
        ? actions.runCommand(place.id, intent.command, intent.text)
        : actions.sendMessage(place.id, intent.text, null);
    },
  });
}

/**
 * @param {Channel} channel
 * @param {PageState} state
 */
function drawIntro(channel, state) {
  const build = () =>
    el(
      'div',
      { class: 'intro' },
      el('span', { class: 'intro-icon' }, icon(channelIcon(channel))),
      el('h2', {}, `This is the very beginning of ${shownName(channel, state)}`),
      el('p', {}, introWords(channel, state.workspace.app.name)),
    );
  reconcile(byId('channel-intro'), [{ key: channel.id, signature: channel.name, build }]);
}

/**
 * @param {Channel} channel
 * @param {string} appName
 * @returns {string}
 */
function introWords(channel, appName) {
  if (channel.name !== 'deploys') return 'Messages sent here are kept by the local Slack.';
  return `Ask ${appName} for a deployment by typing / below. Everyone in the channel sees what happens.`;
}

/**
 * @param {Channel} channel
 * @param {PageState} state
 * @returns {string}
 */
function shownName(channel, { workspace }) {
  return `${isDirect(channel) ? '' : '#'}${placeName(channel, workspace.app.name)}`;
}

/**
 * @param {PageState} state
 * @returns {Channel | undefined}
 */
function openChannel({ workspace, place }) {
  return place.kind === 'channel'
    ? workspace.channels.find((channel) => channel.id === place.id)
    : undefined;
}
