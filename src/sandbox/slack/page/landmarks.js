/**
 * F6 and Shift + F6 walk the page's regions, as in Slack.
 */

const focusable = 'button:not([hidden]), textarea, [aria-current], a[href], [tabindex="0"]';

/** Starts listening. */
export function mountLandmarks() {
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'F6' || document.querySelector('dialog[open]') !== null) return;
    event.preventDefault();
    step(event.shiftKey ? -1 : 1);
  });
}

/** @param {number} by */
function step(by) {
  const regions = [...document.querySelectorAll('[data-landmark]')].filter(isShown);
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  const start = at === -1 && by === -1 ? 0 : at;
  const region = regions[(start + by + regions.length) % regions.length];
  const target = region === undefined ? null : entry(region);
  if (target instanceof HTMLElement) target.focus();
}

/** @param {Element} region */
function entry(region) {
  const candidates = [...region.querySelectorAll(focusable)].filter(isShown);
  return (
    candidates.find((one) => one.hasAttribute('aria-current')) ??
    candidates.find((one) => one.matches('textarea, [role="log"]')) ??
    candidates[0]
  );
}

/**
 * @param {Element} node
 * @returns {boolean}
 */
function isShown(node) {
  return node instanceof HTMLElement && node.checkVisibility({ visibilityProperty: true });
}
