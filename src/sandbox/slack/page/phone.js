/**
 * The phone of whoever one is, as far as Fairway needs one: its authenticator app. The sandbox has no phones, so
 * its page stands in for them; the server computes the code, and nothing else of it is ever here.
 *
 * @import {ShownCode} from './model.js'
 */
import { fetchPhone } from './api.js';
import { el } from './dom.js';
import { icon } from './icons.js';

const tickMs = 250;
const retryMs = 1_000;
const hasNone = 'has none: whom fairway.yaml names is given one at the next start.';

/**
 * Shows the code of this moment for as long as it is on the page.
 *
 * @param {string} me
 * @param {string} name
 * @returns {HTMLElement}
 */
export function drawPhone(me, name) {
  const code = el('p', { class: 'phone-code' });
  const left = el('span', { class: 'phone-left' });
  const time = el('progress', { class: 'phone-time', 'aria-hidden': 'true', max: 1, value: 0 });
  const says = el('p', { class: 'phone-says' }, 'The sandbox’s stand-in for an authenticator app.');
  const phone = el(
    'section',
    { class: 'phone', 'aria-label': `${name}’s phone` },
    el('p', { class: 'phone-whose' }, icon('phone'), `${name}’s phone`, left),
    code,
    time,
    says,
  );

  /**
   * @param {ShownCode} shown
   * @param {number} leftMs
   */
  function draw(shown, leftMs) {
    // Digits that stay are left alone: somebody may be marking them.
    if (code.textContent !== shown.code) {
      const halves = [shown.code.slice(0, 3), shown.code.slice(3)];
      code.replaceChildren(...halves.map((half) => el('span', {}, half)));
    }
    left.textContent = `${Math.max(1, Math.ceil(leftMs / 1_000))} s left`;
    time.value = leftMs / shown.lasts_ms;
  }

  /** @returns {Promise<boolean>} whether there is one to look at again */
  async function showOne() {
    const shown = await fetchPhone(me).catch(() => undefined);
    const until = performance.now() + (shown?.left_ms ?? retryMs);
    if (shown === null) says.textContent = `${name} ${hasNone}`;
    while (shown !== null && phone.isConnected && performance.now() < until) {
      if (shown) draw(shown, until - performance.now());
      await new Promise((resolve) => setTimeout(resolve, tickMs));
    }
    return shown !== null && phone.isConnected;
  }

  async function run() {
    while (await showOne());
  }

  void run();
  return phone;
}
