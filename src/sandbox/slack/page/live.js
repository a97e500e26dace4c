/**
 * The server's live events, with reconnection.
 *
 * @import {Connection, LiveEvent} from './model.js'
 */

const firstRetryMs = 500;
const maxRetryMs = 8_000;

/**
 * @typedef {{
 *   onEvent(event: LiveEvent): void,
 *   onConnection(connection: Connection): void,
 * }} LiveListener
 */

/**
 * Listens as one person until closed. After an interruption `live` is announced again: whoever
 * listens fetches anew then, because events sent meanwhile are lost.
 *
 * @param {string} me
 * @param {LiveListener} listener
 * @returns {{ close(): void }}
 */
export function listenLive(me, listener) {
  let retryMs = firstRetryMs;
  let closed = false;
  /** @type {EventSource | null} */
  let source = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  function open() {
    source = new EventSource(`/_control/events?user=${encodeURIComponent(me)}`);
    source.onopen = () => {
      retryMs = firstRetryMs;
      listener.onConnection('live');
    };
    source.onmessage = (message) => listener.onEvent(JSON.parse(message.data));
    source.onerror = lost;
  }

  // The browser's own retry gives up after an HTTP error and tells nobody, so each failure is
  // answered here: close, wait, open.
  function lost() {
    source?.close();
    if (closed) return;
    listener.onConnection('reconnecting');
    timer = setTimeout(open, retryMs);
    retryMs = Math.min(retryMs * 2, maxRetryMs);
  }

  open();
  return {
    close() {
      closed = true;
      clearTimeout(timer);
      source?.close();
    },
  };
}
