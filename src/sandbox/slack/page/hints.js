import { button, el } from './dom.js';

/** What a newcomer can try: what starts at once, what asks first, and the way to the rest. */
const examples = [
  '/deploy shop@1.1.0 to staging',
  '/deploy shop@1.1.0 to production',
  '/release help',
];

/**
 * The strip shown above the composer while #deploys is still empty.
 *
 * @param {(line: string) => void} onPick
 * @returns {HTMLElement}
 */
export function drawHints(onPick) {
  return el(
    'div',
    { class: 'hints', role: 'group', 'aria-label': 'Commands to try' },
    el('span', { class: 'hints-lead' }, 'Try one:'),
    examples.map((line) => button({ class: 'hint' }, () => onPick(line), line)),
  );
}
