/**
 * The switch at the top: being any of the workspace's people.
 *
 * @import {Actions} from './actions.js'
 * @import {PageState, Person} from './model.js'
 */
import { avatar } from './avatar.js';
import { directoryOf, peopleToBe } from './directory.js';
import { button, el, reconcile } from './dom.js';
import { icon } from './icons.js';
import { openMenu } from './menu.js';

/**
 * @param {HTMLElement} root
 * @param {PageState} state
 * @param {Actions} actions
 */
export function drawPersonSwitch(root, state, actions) {
  const { workspace, me } = state;
  const signature = JSON.stringify([me, workspace.users]);
  const build = () => drawSwitch(state, actions);
  reconcile(root, [{ key: 'switch', signature, build }]);
}

/**
 * @param {PageState} state
 * @param {Actions} actions
 * @returns {HTMLElement}
 */
function drawSwitch({ workspace, me }, actions) {
  const directory = directoryOf(workspace);
  const person = directory.person(me);
  const items = peopleToBe(workspace).map((other) => ({
    label: other.real_name || other.name,
    detail: standing(other),
    picture: avatar(other.id, directory),
    checked: other.id === me,
    onPick: () => actions.becomePerson(other.id),
  }));
  const node = button(
    {
      class: 'person-switch',
      id: 'person-switch',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      'data-focus-key': 'person-switch',
    },
    () => openMenu(node, 'Be another person', items),
    avatar(me, directory),
    el('span', { class: 'person-lead' }, 'You are '),
    el('strong', { class: 'person-name' }, directory.personName(me)),
    el('span', { class: 'person-title' }, person ? standing(person) : ''),
    icon('chevron'),
  );
  return node;
}

/**
 * @param {Person} person
 * @returns {string}
 */
export function standing(person) {
  const marks = [
    person.title ?? '',
    person.is_restricted === true ? 'guest' : '',
    person.is_stranger === true ? 'from another organisation' : '',
  ];
  return marks.filter((mark) => mark !== '').join(' · ');
}
