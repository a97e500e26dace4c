/**
 * @import {Directory} from './directory.js'
 */
import { initialsOf } from './directory.js';
import { el } from './dom.js';
import { appMark } from './icons.js';

/** Used for people whose colour the server does not name; dark enough for white letters. */
const palette = ['#8d3d81', '#2f6f9f', '#3a7d44', '#a4502c', '#5b4fa3', '#8a6d1d', '#9b3448'];

/**
 * A person's initials on their colour, or the app's mark. Decoration: the name stands beside it.
 *
 * @param {string | undefined} id
 * @param {Directory} directory
 * @returns {HTMLElement}
 */
export function avatar(id, directory) {
  if (id === directory.appUser) {
    return el('span', { class: 'avatar avatar-app', 'aria-hidden': 'true' }, appMark());
  }
  const node = el(
    'span',
    { class: 'avatar', 'aria-hidden': 'true' },
    initialsOf(directory.personName(id)),
  );
  node.style.backgroundColor = colorOf(id ?? '', directory);
  return node;
}

/**
 * @param {string} id
 * @param {Directory} directory
 * @returns {string}
 */
function colorOf(id, directory) {
  const color = directory.person(id)?.color;
  if (color !== undefined && /^#?[0-9a-f]{6}$/i.test(color)) return `#${color.replace('#', '')}`;
  const sum = [...id].reduce((total, char) => total + char.charCodeAt(0), 0);
  return palette[sum % palette.length] ?? '#5b4fa3';
}
