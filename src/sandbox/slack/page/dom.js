/**
 * Making elements. Text always goes in as text nodes: no data ever meets an HTML parser.
 */

/** @typedef {string | Node | null | undefined} Leaf */
/** @typedef {Leaf | readonly Leaf[]} Child */
/** @typedef {Readonly<Record<string, string | number | boolean | null | undefined>>} Attributes */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} attributes `true` sets an empty attribute; false, null and undefined set none
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  setAttributes(node, attributes);
  for (const child of children) append(node, child);
  return node;
}

/**
 * A `<button>` that does one thing.
 *
 * @param {Attributes} attributes
 * @param {(event: MouseEvent) => void} onClick
 * @param {...Child} children
 * @returns {HTMLButtonElement}
 */
export function button(attributes, onClick, ...children) {
  const node = el('button', { type: 'button', ...attributes }, ...children);
  node.addEventListener('click', onClick);
  return node;
}

/**
 * @param {Element} node
 * @param {Attributes} attributes
 */
export function setAttributes(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) node.removeAttribute(name);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
}

/**
 * @param {Node} parent
 * @param {Child} child
 */
export function append(parent, child) {
  if (child === null || child === undefined || child === '') return;
  if (child instanceof Node) parent.appendChild(child);
  else if (typeof child === 'string') parent.appendChild(document.createTextNode(child));
  else for (const one of child) append(parent, one);
}

/**
 * The element of index.html with this id.
 *
 * @param {string} id
 * @returns {HTMLElement}
 * @throws {Error} when index.html has no such element
 */
export function byId(id) {
  const node = document.getElementById(id);
  if (node === null) throw new Error(`index.html has no element #${id}`);
  return node;
}

/** @typedef {{ readonly key: string, readonly signature: string, build(): HTMLElement }} Keyed */

/**
 * Makes `parent` hold these children in this order. A child whose signature did not change keeps
 * its element, and with it focus, selection and scroll position.
 *
 * @param {HTMLElement} parent
 * @param {readonly Keyed[]} wanted
 */
export function reconcile(parent, wanted) {
  const old = new Map(
    [...parent.children].flatMap((child) =>
      child instanceof HTMLElement ? [[child.dataset['key'] ?? '', child]] : [],
    ),
  );
  const nodes = wanted.map((item) => {
    const known = old.get(item.key);
    old.delete(item.key);
    return nodeFor(item, known);
  });
  for (const gone of old.values()) gone.remove();
  // Moving a node blurs what it holds, so only those out of place are moved.
  for (const [at, node] of nodes.entries()) {
    if (parent.children[at] !== node) parent.insertBefore(node, parent.children[at] ?? null);
  }
}

/**
 * @param {Keyed} item
 * @param {HTMLElement | undefined} known the element this key has now
 * @returns {HTMLElement}
 */
function nodeFor(item, known) {
  if (known === undefined) return built(item);
  if (known.dataset['signature'] === item.signature) return known;
  const node = built(item);
  exchange(known, node);
  return node;
}

/**
 * @param {Keyed} item
 * @returns {HTMLElement}
 */
function built(item) {
  const node = item.build();
  node.dataset['key'] = item.key;
  node.dataset['signature'] = item.signature;
  return node;
}

/**
 * Puts `node` where `known` was; focus inside goes to the control of the same name, else to the
 * whole, so that a live update never throws a keyboard user back to the top of the page.
 *
 * @param {HTMLElement} known
 * @param {HTMLElement} node
 */
function exchange(known, node) {
  const focused = document.activeElement;
  const had = focused !== null && known.contains(focused) ? focused : null;
  known.replaceWith(node);
  if (had === null) return;
  const name = had instanceof HTMLElement ? (had.dataset['focusKey'] ?? '') : '';
  const same = [...node.querySelectorAll('[data-focus-key]')].find(
    (other) => other instanceof HTMLElement && other.dataset['focusKey'] === name && name !== '',
  );
  const target = same instanceof HTMLElement ? same : node;
  target.focus({ preventScroll: true });
}
