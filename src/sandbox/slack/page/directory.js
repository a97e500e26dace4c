/**
 * Names of people and channels. Pure.
 *
 * @import {Channel, Person, Workspace} from './model.js'
 */

/**
 * @typedef {{
 *   readonly people: readonly Person[],
 *   readonly appUser: string,
 *   person(id: string | undefined): Person | undefined,
 *   personName(id: string | undefined): string,
 *   channelName(id: string): string,
 * }} Directory
 */

/**
 * @param {Workspace} workspace
 * @returns {Directory}
 */
export function directoryOf(workspace) {
  const people = new Map(workspace.users.map((person) => [person.id, person]));
  const channels = new Map(workspace.channels.map((channel) => [channel.id, channel]));
  return {
    people: workspace.users,
    appUser: workspace.app.user_id,
    person: (id) => people.get(id ?? ''),
    personName(id) {
      if (id === workspace.app.user_id) return workspace.app.name;
      const person = people.get(id ?? '');
      return person?.real_name || person?.name || id || 'Someone';
    },
    channelName(id) {
      const channel = channels.get(id);
      return channel === undefined ? id : placeName(channel, workspace.app.name);
    },
  };
}

/**
 * @param {string} name
 * @returns {string} one or two letters
 */
export function initialsOf(name) {
  const words = name.split(/[\s._-]+/).filter((word) => word !== '');
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return letters
    .map((word) => (word === undefined ? '' : (Array.from(word)[0] ?? '')))
    .join('')
    .toUpperCase();
}

/**
 * The people the page can be: the living, bots apart.
 *
 * @param {Workspace} workspace
 * @returns {readonly Person[]}
 */
export function peopleToBe(workspace) {
  return workspace.users.filter((person) => person.is_bot !== true && person.deleted !== true);
}

/**
 * The channels in a person's sidebar: theirs, then the public ones they could look into.
 *
 * @param {Workspace} workspace
 * @param {string} me
 * @returns {{ readonly joined: readonly Channel[], readonly other: readonly Channel[],
 *   readonly direct: readonly Channel[] }}
 */
export function channelsOf(workspace, me) {
  const open = workspace.channels.filter((channel) => channel.is_archived !== true);
  const mine = open.filter((channel) => channel.members.includes(me));
  const guest = workspace.users.some((person) => person.id === me && person.is_restricted === true);
  return {
    joined: mine.filter((channel) => !isDirect(channel)),
    direct: mine.filter(isDirect),
    other: open.filter((channel) => !guest && isLookable(channel) && !mine.includes(channel)),
  };
}

/**
 * @param {Channel} channel
 * @returns {boolean} true for the direct messages between the app and one person
 */
export function isDirect(channel) {
  return channel.is_im === true || channel.id.startsWith('D');
}

/**
 * @param {Channel} channel
 * @param {string} appName
 * @returns {string} without `#`; a direct message is called by who writes it
 */
export function placeName(channel, appName) {
  return isDirect(channel) ? appName : channel.name;
}

/** @param {Channel} channel */
function isLookable(channel) {
  return channel.is_private !== true && !isDirect(channel);
}
