/**
 * What the composer can offer at the caret. Pure: composer.js draws it.
 *
 * @import {Person, SlashCommand} from './model.js'
 */

/**
 * `insert` takes the place of the text from `from` to the caret.
 *
 * @typedef {{
 *   readonly label: string, readonly hint: string, readonly detail: string, readonly insert: string,
 * }} Offer
 */

/** @typedef {{ readonly from: number, readonly typed: string, readonly offers: readonly Offer[] }} Completion */

/** @typedef {{ readonly commands: readonly SlashCommand[], readonly people: readonly Person[] }} Sources */

const maxOffers = 8;

/**
 * @param {string} text
 * @param {number} caret
 * @param {Sources} sources in a thread pass no commands: Slack takes none there
 * @returns {Completion | null} null when nothing is to be offered
 */
export function completionAt(text, caret, sources) {
  const before = text.slice(0, caret);
  const found = commandCompletion(before, sources) ?? mentionCompletion(before, sources);
  return found === null || found.offers.length === 0 ? null : found;
}

/**
 * The command a text calls, when the workspace knows it.
 *
 * @param {string} text
 * @param {readonly SlashCommand[]} commands
 * @returns {SlashCommand | undefined}
 */
export function commandOf(text, commands) {
  const name = splitCommand(text)?.command;
  return commands.find((known) => known.command === name);
}

/**
 * @param {string} text
 * @returns {{ command: string, text: string } | null} null when it calls no command
 */
export function splitCommand(text) {
  const parts = /^(\/[a-z0-9_-]+)(?:\s+([\s\S]*))?$/i.exec(text.trimEnd());
  if (!parts) return null;
  return { command: (parts[1] ?? '').toLowerCase(), text: parts[2] ?? '' };
}

/**
 * The known command nearest to a mistyped one: one that shares its first letters.
 *
 * @param {string} command
 * @param {readonly SlashCommand[]} commands
 * @returns {string | null}
 */
export function nearestCommand(command, commands) {
  const scored = commands.map((known) => ({
    name: known.command,
    score: sharedLetters(known.command, command),
  }));
  const best = scored.toSorted((a, b) => b.score - a.score)[0];
  return best === undefined || best.score < 2 ? null : best.name;
}

/**
 * @param {string} before
 * @param {Sources} sources
 * @returns {Completion | null}
 */
function commandCompletion(before, sources) {
  if (!/^\/[a-z0-9_-]*$/i.test(before)) return null;
  const typed = before.toLowerCase();
  const offers = sources.commands
    .filter((known) => known.command.startsWith(typed))
    .slice(0, maxOffers)
    .map((known) => ({
      label: known.command,
      hint: known.usage_hint ?? '',
      detail: known.description ?? '',
      insert: `${known.command} `,
    }));
  return { from: 0, typed: before, offers };
}

/**
 * @param {string} before
 * @param {Sources} sources
 * @returns {Completion | null}
 */
function mentionCompletion(before, sources) {
  const typed = /(?:^|\s)@([\w.-]*)$/.exec(before)?.[1];
  if (typed === undefined) return null;
  const wanted = typed.toLowerCase();
  const offers = sources.people
    .filter((person) => person.deleted !== true && matches(person, wanted))
    .slice(0, maxOffers)
    .map((person) => ({
      label: `@${person.name}`,
      hint: person.real_name,
      detail: person.title ?? '',
      insert: `@${person.name} `,
    }));
  return { from: before.length - typed.length - 1, typed: `@${typed}`, offers };
}

/**
 * @param {Person} person
 * @param {string} wanted
 */
function matches(person, wanted) {
  const names = [person.name, ...person.real_name.split(' ')];
  return names.some((name) => name.toLowerCase().startsWith(wanted));
}

/**
 * @param {string} a
 * @param {string} b
 */
function sharedLetters(a, b) {
  let count = 0;
  while (count < a.length && count < b.length && a[count] === b[count]) count += 1;
  return count;
}
