/**
 * What the browser remembers between visits: who one is, where one was, and the theme. The place
 * is in the address, so that a link to a channel can be shared and Back works.
 *
 * @import {Place} from './model.js'
 */

const personKey = 'fairway.person';
const themeKey = 'fairway.theme';

/** @typedef {'system' | 'light' | 'dark'} Theme */

/** @returns {string | null} */
export function rememberedPerson() {
  return localStorage.getItem(personKey);
}

/** @param {string} id */
export function rememberPerson(id) {
  localStorage.setItem(personKey, id);
}

/** @returns {Theme} */
export function rememberedTheme() {
  const theme = localStorage.getItem(themeKey);
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}

/** @param {Theme} theme */
export function rememberTheme(theme) {
  localStorage.setItem(themeKey, theme);
}

/** @returns {Place | null} */
export function rememberedPlace() {
  const id = location.hash.slice(1);
  if (id === '') return null;
  return id === 'home' ? { kind: 'home' } : { kind: 'channel', id };
}

/** @param {Place} place */
export function rememberPlace(place) {
  const hash = place.kind === 'home' ? '#home' : `#${place.id}`;
  if (location.hash !== hash) history.pushState(null, '', hash);
}
