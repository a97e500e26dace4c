/**
 * The page's composition root: the state, who draws it, and what keeps it fresh.
 *
 * @import {Actions} from './actions.js'
 * @import {PageState, Place, Workspace} from './model.js'
 * @import {Store} from './state.js'
 */
import { attempt, createActions } from './actions.js';
import { announce } from './announce.js';
import { fetchWorkspace } from './api.js';
import { mountChannelView } from './channel-view.js';
import { channelsOf, peopleToBe } from './directory.js';
import { byId } from './dom.js';
import { mountHome } from './home.js';
import { mountLandmarks } from './landmarks.js';
import { listenLive } from './live.js';
import { effectOf } from './live-events.js';
import { loadAsked } from './load.js';
import { mountModal } from './modal.js';
import { drawPlaceHeader } from './place-header.js';
import { rememberedPerson, rememberedPlace, rememberedTheme } from './remember.js';
import { mountSidebar } from './sidebar.js';
import { createStore } from './state.js';
import { applyTheme } from './theme.js';
import { mountThread } from './thread.js';
import { wordsOfFailure } from './toast.js';
import { mountTopBar } from './top-bar.js';

const retryMs = 1_000;

applyTheme(rememberedTheme());
void start();

async function start() {
  const workspace = await firstAnswer();
  const store = createStore(initialState(workspace));
  const actions = createActions(store);
  byId('boot').remove();
  for (const draw of [
    mountTopBar(actions),
    mountSidebar(actions),
    drawPlaceHeader,
    mountChannelView(store, actions),
    mountHome(actions),
    mountThread(store, actions),
    mountModal(actions),
  ]) {
    store.subscribe(draw);
  }
  mountLandmarks();
  window.addEventListener('popstate', () => {
    const place = rememberedPlace();
    if (place !== null && !samePlace(place, store.get().place)) actions.openPlace(place);
  });
  keepFresh(store, actions);
}

/**
 * The server may still be starting: the page waits for it instead of failing.
 *
 * @returns {Promise<Workspace>}
 */
async function firstAnswer() {
  for (;;) {
    try {
      return await fetchWorkspace();
    } catch (failure) {
      byId('boot').textContent = wordsOfFailure(failure);
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }
}

/**
 * Listens to the live events of whoever one is. Each time the connection comes to life everything
 * is asked anew: what happened meanwhile was not heard.
 *
 * @param {Store} store
 * @param {Actions} actions
 */
function keepFresh(store, actions) {
  /** @type {{ me: string, close(): void } | null} */
  let ear = null;

  /** @param {string} me */
  function listen(me) {
    ear?.close();
    const live = listenLive(me, {
      onConnection(connection) {
        store.set({ connection });
        if (connection === 'live') void attempt(actions.loader.everything());
      },
      onEvent(event) {
        actions.loader.noteEvent();
        const effect = effectOf(store.get(), event);
        announce(store.get(), event);
        store.set(effect.patch);
        for (const ask of effect.ask) void attempt(loadAsked(actions.loader, ask));
      },
    });
    ear = { me, close: live.close };
  }

  store.subscribe(({ me }) => {
    if (ear?.me !== me) listen(me);
  });
}

/**
 * @param {Workspace} workspace
 * @returns {PageState}
 */
function initialState(workspace) {
  const people = peopleToBe(workspace);
  const remembered = people.find((person) => person.id === rememberedPerson());
  const me = (remembered ?? people[0])?.id ?? '';
  return {
    workspace,
    me,
    place: firstPlace(workspace, me),
    messages: new Map(),
    unread: new Map(),
    homeUnread: false,
    threadTs: null,
    home: undefined,
    views: [],
    connection: 'connecting',
    drawerOpen: false,
  };
}

/**
 * @param {Workspace} workspace
 * @param {string} me
 * @returns {Place}
 */
function firstPlace(workspace, me) {
  const { joined, direct, other } = channelsOf(workspace, me);
  const visible = [...joined, ...direct, ...other];
  const place = rememberedPlace();
  const known = place?.kind === 'home' || visible.some((channel) => channel.id === place?.id);
  if (place !== null && known) return place;
  const first = visible.find((channel) => channel.name === 'deploys') ?? visible[0];
  return first ? { kind: 'channel', id: first.id } : { kind: 'home' };
}

/**
 * @param {Place} a
 * @param {Place} b
 */
function samePlace(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}
