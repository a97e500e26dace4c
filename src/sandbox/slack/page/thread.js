/**
 * The pane on the right: one message and its replies.
 *
 * @import {Actions} from './actions.js'
 * @import {Keyed} from './dom.js'
 * @import {Message, PageState} from './model.js'
 * @import {Store} from './state.js'
 */
import { createComposer } from './composer.js';
import { intentOf } from './composer-intent.js';
import { button, byId, el } from './dom.js';
import { icon } from './icons.js';
import { createMessageList } from './message-list.js';
import { keyedRows } from './message-rows.js';
import { repliesTo } from './timeline.js';

/**
 * @param {Store} store
 * @param {Actions} actions
 * @returns {(state: PageState) => void}
 */
export function mountThread(store, actions) {
  const root = byId('thread');
  const place = el('span', { class: 'thread-place' });
  const log = el('div', {
    class: 'log',
    role: 'log',
    'aria-live': 'off',
    'aria-label': 'Thread',
    tabindex: '0',
  });
  const scroller = el('div', { class: 'scroll' }, log);
  const composer = createThreadComposer(store, actions);
  const foot = el('div', { class: 'foot' }, composer.node);
  const close = button(
    { class: 'icon-button', 'aria-label': 'Close thread' },
    actions.closeThread,
    icon('close'),
  );
  const list = createMessageList({ scroller, log, jumpHost: foot });
  root.append(
    el(
      'header',
      { class: 'place-header' },
      el('div', { class: 'place' }, el('h2', { class: 'place-name' }, 'Thread'), place, close),
    ),
    scroller,
    foot,
  );
  root.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') actions.closeThread();
  });
  /** @type {string | null} */
  let shown = null;
  /** @type {Element | null} */
  let opener = null;

  return (state) => {
    const thread = threadOf(state);
    const ts = thread?.parent.ts ?? null;
    const changed = ts !== shown;
    if (changed && ts !== null && shown === null) opener = document.activeElement;
    shown = ts;
    root.hidden = thread === null;
    document.body.classList.toggle('thread-open', thread !== null);
    if (thread === null) {
      if (changed) giveFocusBack(opener);
      return;
    }
    place.textContent = `#${thread.channelName}`;
    list.draw(thread.parent.ts, threadRows(thread, state, actions));
    composer.turnTo(thread.parent.ts, 'Reply…');
    if (changed) composer.focus();
  };
}

/**
 * @typedef {{
 *   readonly channel: string, readonly channelName: string, readonly parent: Message,
 *   readonly replies: readonly Message[],
 * }} Thread
 */

/**
 * @param {PageState} state
 * @returns {Thread | null}
 */
function threadOf({ place, threadTs, messages, workspace }) {
  if (place.kind !== 'channel' || threadTs === null) return null;
  const all = messages.get(place.id) ?? [];
  const parent = all.find((message) => message.ts === threadTs);
  if (parent === undefined) return null;
  const channelName = workspace.channels.find((channel) => channel.id === place.id)?.name ?? '';
  return { channel: place.id, channelName, parent, replies: repliesTo(all, threadTs) };
}

/**
 * @param {Thread} thread
 * @param {PageState} state
 * @param {Actions} actions
 * @returns {readonly Keyed[]}
 */
function threadRows({ channel, parent, replies }, state, actions) {
  const rows = [parent, ...replies].map((message) => ({
    kind: /** @type {const} */ ('message'),
    key: message.ts,
    message,
    compact: false,
    thread: null,
  }));
  const keyed = keyedRows(rows, { channel, state, actions, threads: false });
  const words = `${replies.length} ${replies.length === 1 ? 'reply' : 'replies'}`;
  const divider = {
    key: 'divider',
    signature: words,
    build: () => el('div', { class: 'thread-divider' }, el('span', {}, words)),
  };
  return [...keyed.slice(0, 1), ...(replies.length > 0 ? [divider] : []), ...keyed.slice(1)];
}

/**
 * @param {Store} store
 * @param {Actions} actions
 */
function createThreadComposer(store, actions) {
  return createComposer({
    sources: () => ({ commands: [], people: store.get().workspace.users }),
    intent(typed) {
      const { commands, app } = store.get().workspace;
      return intentOf(typed, { commands, inThread: true, appName: app.name });
    },
    async send(intent) {
      const { place, threadTs } = store.get();
      if (place.kind !== 'channel' || intent.kind !== 'message') return false;
      return actions.sendMessage(place.id, intent.text, threadTs);
    },
  });
}

/** @param {Element | null} opener */
function giveFocusBack(opener) {
  if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
  else byId('channel-log').focus();
}
