/**
 * What a person typed, as Slack's client sends it: escaped, with `@name` and `#channel` as ids.
 *
 * @import {Channel, Person} from './model.js'
 */
import { escapeSlack } from './escape.js';

/**
 * @param {string} text
 * @param {{ readonly people: readonly Person[], readonly channels: readonly Channel[] }} names
 * @returns {string}
 */
export function encodeMessage(text, names) {
  const withPeople = escapeSlack(text).replace(/(^|\s)@([\w.-]+)/g, (whole, lead, name) => {
    const person = names.people.find((candidate) => sameName(candidate.name, name));
    return person === undefined ? whole : `${lead}<@${person.id}>`;
  });
  return withPeople.replace(/(^|\s)#([\w.-]+)/g, (whole, lead, name) => {
    const channel = names.channels.find((candidate) => sameName(candidate.name, name));
    return channel === undefined ? whole : `${lead}<#${channel.id}>`;
  });
}

/**
 * @param {string} a
 * @param {string} b
 */
function sameName(a, b) {
  return a.toLowerCase() === b.toLowerCase();
}
