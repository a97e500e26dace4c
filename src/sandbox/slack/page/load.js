/**
 * Asks the server and puts the answers into the page's state.
 *
 * @import {Ask} from './live-events.js'
 * @import {Store} from './state.js'
 */
import * as api from './api.js';
import { channelsOf } from './directory.js';
import { isVisible } from './live-events.js';

/** @typedef {ReturnType<typeof createLoader>} Loader */

/**
 * An answer that arrives after the person was switched is dropped: it is not theirs.
 *
 * @param {Store} store
 */
export function createLoader(store) {
  async function workspace() {
    const next = await api.fetchWorkspace();
    store.set({ workspace: next });
    leaveLostPlace(store);
  }

  // An answer may have been made before an event that was drawn meanwhile: it is asked again then,
  // so that a message never disappears until the next visit.
  let eventsHeard = 0;

  /**
   * @param {string} channel
   * @returns {Promise<void>}
   */
  async function messages(channel) {
    const { me } = store.get();
    const before = eventsHeard;
    const fetched = await api.fetchMessages(channel, me);
    if (store.get().me !== me) return;
    if (eventsHeard !== before) return messages(channel);
    const visible = fetched.filter((message) => isVisible(message, me));
    store.set({ messages: new Map(store.get().messages).set(channel, visible) });
  }

  async function views() {
    const { me } = store.get();
    const fetched = await api.fetchViews(me);
    if (store.get().me === me) store.set({ views: fetched });
  }

  async function home() {
    const { me } = store.get();
    const fetched = await api.fetchHome(me);
    if (store.get().me === me) store.set({ home: fetched });
  }

  async function openHome() {
    await api.postHomeOpened(store.get().me);
    await home();
  }

  async function everything() {
    await workspace();
    const { place } = store.get();
    const opened = store.get().messages;
    const stale = [...opened.keys()].filter((id) => place.kind === 'home' || id !== place.id);
    store.set({ messages: new Map([...opened].filter(([id]) => !stale.includes(id))) });
    await Promise.all([views(), place.kind === 'home' ? openHome() : messages(place.id)]);
  }

  function noteEvent() {
    eventsHeard += 1;
  }

  return { workspace, messages, views, home, openHome, everything, noteEvent };
}

/**
 * @param {Loader} loader
 * @param {Ask} ask
 * @returns {Promise<void>}
 */
export function loadAsked(loader, ask) {
  switch (ask) {
    case 'workspace':
      return loader.workspace();
    case 'views':
      return loader.views();
    case 'home':
      return loader.home();
    case 'everything':
      return loader.everything();
    default:
      return loader.messages(ask.slice('messages:'.length));
  }
}

/**
 * A person who cannot see the open channel is taken to one they can.
 *
 * @param {Store} store
 */
function leaveLostPlace(store) {
  const { workspace, me, place } = store.get();
  if (place.kind === 'home') return;
  const { joined, direct, other } = channelsOf(workspace, me);
  const visible = [...joined, ...direct, ...other];
  if (visible.some((channel) => channel.id === place.id)) return;
  const next = joined.find((channel) => channel.name === 'deploys') ?? visible[0];
  store.set({ place: next ? { kind: 'channel', id: next.id } : { kind: 'home' } });
}
