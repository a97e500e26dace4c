let given = 0;

/**
 * An element id that no other element of the page has.
 *
 * @param {string} prefix
 * @returns {string}
 */
export function uniqueId(prefix) {
  given += 1;
  return `${prefix}-${given}`;
}
