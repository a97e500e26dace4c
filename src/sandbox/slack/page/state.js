/**
 * The page's state and who watches it.
 *
 * @import {PageState} from './model.js'
 */

/**
 * @typedef {{
 *   get(): PageState,
 *   set(patch: Partial<PageState>): void,
 *   subscribe(watch: (state: PageState) => void): void,
 * }} Store
 */

/**
 * Several changes in one turn are drawn once.
 *
 * @param {PageState} initial
 * @returns {Store}
 */
export function createStore(initial) {
  let state = initial;
  let scheduled = false;
  /** @type {((state: PageState) => void)[]} */
  const watchers = [];

  function draw() {
    scheduled = false;
    for (const watch of watchers) watch(state);
  }

  return {
    get: () => state,
    set(patch) {
      state = { ...state, ...patch };
      if (scheduled) return;
      scheduled = true;
      queueMicrotask(draw);
    },
    subscribe(watch) {
      watchers.push(watch);
      watch(state);
    },
  };
}
