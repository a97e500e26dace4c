/**
 * What a person can do on the page. Every action asks the server; what comes back is drawn.
 *
 * @import {Press, PressPlace} from './api.js'
 * @import {Confirm} from './blocks/block-kit.js'
 * @import {Place} from './model.js'
 * @import {Store} from './state.js'
 */
import * as api from './api.js';
import { askConfirm } from './confirm.js';
import { directoryOf } from './directory.js';
import { createLoader } from './load.js';
import { encodeMessage } from './outgoing.js';
import { rememberPerson, rememberPlace } from './remember.js';
import { toast, wordsOfFailure } from './toast.js';

/** @typedef {ReturnType<typeof createActions>} Actions */

/**
 * @param {Store} store
 */
export function createActions(store) {
  const loader = createLoader(store);

  /** @param {Place} place */
  function openPlace(place) {
    rememberPlace(place);
    const unread = new Map(store.get().unread);
    if (place.kind === 'channel') unread.delete(place.id);
    const homeUnread = place.kind === 'home' ? false : store.get().homeUnread;
    store.set({ place, unread, homeUnread, threadTs: null, drawerOpen: false });
    void attempt(place.kind === 'home' ? loader.openHome() : loader.messages(place.id));
  }

  return {
    loader,
    openPlace,
    openThread: (/** @type {string} */ ts) => store.set({ threadTs: ts }),
    closeThread: () => store.set({ threadTs: null }),
    showDrawer: (/** @type {boolean} */ drawerOpen) => store.set({ drawerOpen }),
    /**
     * The live connection of the next person opens at once, and loads everything when it does.
     *
     * @param {string} me
     */
    becomePerson(me) {
      rememberPerson(me);
      store.set({
        me,
        messages: new Map(),
        unread: new Map(),
        homeUnread: false,
        threadTs: null,
        home: undefined,
        views: [],
        drawerOpen: false,
        connection: 'connecting',
      });
    },
    /**
     * @param {string} channel
     * @param {string} command
     * @param {string} text
     */
    runCommand(channel, command, text) {
      return attempt(api.postCommand({ user: store.get().me, channel, command, text }));
    },
    /**
     * @param {string} channel
     * @param {string} typed
     * @param {string | null} threadTs
     */
    sendMessage(channel, typed, threadTs) {
      const { me, workspace } = store.get();
      const text = encodeMessage(typed, { people: workspace.users, channels: workspace.channels });
      const body = { user: me, channel, text };
      return attempt(api.postMessage(threadTs === null ? body : { ...body, thread_ts: threadTs }));
    },
    /**
     * @param {PressPlace} place
     * @param {Press} press
     * @param {Confirm | undefined} confirm
     * @param {HTMLElement} source
     */
    async press(place, press, confirm, source) {
      if (source.getAttribute('aria-busy') === 'true') return;
      const { me, workspace } = store.get();
      const reader = { directory: directoryOf(workspace), me };
      if (confirm !== undefined && !(await askConfirm(confirm, reader))) return;
      source.setAttribute('aria-busy', 'true');
      await attempt(api.postClick(me, place, press));
      source.removeAttribute('aria-busy');
      if (!('ts' in place)) await attempt(loader.views());
    },
    /**
     * @param {{ readonly channel: string, readonly ts: string }} message
     * @param {string} callbackId
     */
    async useShortcut({ channel, ts }, callbackId) {
      const { me } = store.get();
      await attempt(api.postShortcut({ user: me, channel, ts, callback_id: callbackId }));
      await attempt(loader.views());
    },
    async reset() {
      if (await attempt(api.postReset())) await attempt(loader.everything());
    },
  };
}

/**
 * @param {Promise<unknown>} work
 * @returns {Promise<boolean>} false when it failed; the person was told then
 */
export async function attempt(work) {
  try {
    await work;
    return true;
  } catch (failure) {
    toast(wordsOfFailure(failure));
    return false;
  }
}
