/**
 * The control API of the local Slack, one function a call.
 *
 * @import {Message, ShownCode, View, Workspace} from './model.js'
 */

/** The server refused, or could not be reached; the message is for people. */
export class ApiFailure extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = 'ApiFailure';
  }
}

/**
 * Where a press happened: on a message, in a modal, or on the App Home.
 *
 * @typedef {{ readonly channel: string, readonly ts: string } | { readonly view_id: string }
 *   | { readonly home: true }} PressPlace
 */

/** @typedef {{ readonly action_id: string, readonly block_id?: string, readonly value?: string, readonly selected?: string | readonly string[] }} Press */

/** @typedef {Readonly<Record<string, string | readonly string[]>>} FormValues */

/** @typedef {{ readonly ok: boolean, readonly errors?: Readonly<Record<string, string>> }} SubmitAnswer */

/** @returns {Promise<Workspace>} */
export function fetchWorkspace() {
  return call('GET', '/_control/state');
}

/**
 * @param {string} channel
 * @param {string} me
 * @returns {Promise<readonly Message[]>}
 */
export async function fetchMessages(channel, me) {
  const path = `/_control/messages/${encodeURIComponent(channel)}?user=${encodeURIComponent(me)}`;
  /** @type {{ readonly messages: readonly Message[] }} */
  const answer = await call('GET', path);
  return answer.messages;
}

/**
 * @param {string} me
 * @returns {Promise<readonly View[]>} the person's open modals, the topmost last
 */
export async function fetchViews(me) {
  /** @type {{ readonly views: readonly View[] }} */
  const answer = await call('GET', `/_control/views/${encodeURIComponent(me)}`);
  return answer.views;
}

/**
 * @param {string} me
 * @returns {Promise<View | null>}
 */
export async function fetchHome(me) {
  /** @type {{ readonly view: View | null }} */
  const answer = await call('GET', `/_control/home/${encodeURIComponent(me)}`);
  return answer.view;
}

/**
 * @param {string} me
 * @returns {Promise<ShownCode | null>} null where this person has no authenticator
 */
export async function fetchPhone(me) {
  /** @type {{ readonly phone: ShownCode | null }} */
  const answer = await call('GET', `/_control/phone/${encodeURIComponent(me)}`);
  return answer.phone;
}

/**
 * Tells the app that its Home was opened.
 *
 * @param {string} user
 * @returns {Promise<unknown>}
 */
export function postHomeOpened(user) {
  return call('POST', '/_control/home', { user });
}

/**
 * @param {{ user: string, channel: string, command: string, text: string }} body
 * @returns {Promise<unknown>}
 */
export function postCommand(body) {
  return call('POST', '/_control/command', body);
}

/**
 * @param {{ user: string, channel: string, text: string, thread_ts?: string }} body
 * @returns {Promise<unknown>}
 */
export function postMessage(body) {
  return call('POST', '/_control/message', body);
}

/**
 * @param {string} user
 * @param {PressPlace} place
 * @param {Press} press
 * @returns {Promise<unknown>}
 */
export function postClick(user, place, press) {
  return call('POST', '/_control/click', { user, ...place, ...press });
}

/**
 * @param {{ user: string, channel: string, ts: string, callback_id: string }} body
 * @returns {Promise<unknown>}
 */
export function postShortcut(body) {
  return call('POST', '/_control/shortcut', body);
}

/**
 * @param {{ user: string, view_id: string, values: FormValues }} body
 * @returns {Promise<SubmitAnswer>}
 */
export function postSubmit(body) {
  return call('POST', '/_control/submit', body);
}

/**
 * @param {{ user: string, view_id: string }} body
 * @returns {Promise<unknown>}
 */
export function postClose(body) {
  return call('POST', '/_control/close', body);
}

/** @returns {Promise<unknown>} */
export function postReset() {
  return call('POST', '/_control/reset', {});
}

/**
 * @param {'GET' | 'POST'} method
 * @param {string} path
 * @param {object} [body]
 * @throws {ApiFailure}
 */
async function call(method, path, body) {
  /** @type {RequestInit} */
  const request = { method, headers: { accept: 'application/json' } };
  if (body !== undefined) {
    request.headers = { accept: 'application/json', 'content-type': 'application/json' };
    request.body = JSON.stringify(body);
  }
  const response = await fetch(path, request).catch(() => {
    throw new ApiFailure('The local Slack did not answer. Is `npm start` still running?');
  });
  const answer = await response.json().catch(() => null);
  // A submission refused by the app is an answer, not a failure: it carries errors by block.
  const refused = answer?.ok === false && answer.errors === undefined;
  if (!response.ok && answer?.errors === undefined) throw new ApiFailure(reason(answer, response));
  if (refused) throw new ApiFailure(reason(answer, response));
  return answer;
}

/**
 * @param {{ error?: unknown, message?: unknown } | null} answer
 * @param {Response} response
 * @returns {string}
 */
function reason(answer, response) {
  for (const words of [answer?.message, answer?.error]) {
    if (typeof words === 'string' && words !== '') return words;
  }
  return `The local Slack answered ${response.status}.`;
}
