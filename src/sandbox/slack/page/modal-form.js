/**
 * The values of a modal's inputs.
 *
 * @import {FormValues} from './api.js'
 * @import {Field} from './blocks/render-context.js'
 */

/** @typedef {ReadonlyMap<string, Field>} Fields */

/**
 * @param {Fields} fields
 * @returns {FormValues} by block_id; a control in which nothing is chosen is left out
 */
export function readFields(fields) {
  /** @type {Record<string, string | readonly string[]>} */
  const values = {};
  for (const [blockId, field] of fields) {
    const value = field.control.read();
    if (value !== undefined) values[blockId] = value;
  }
  return values;
}

/**
 * @param {Fields} fields
 * @param {FormValues} values
 */
export function writeFields(fields, values) {
  for (const [blockId, field] of fields) {
    if (blockId in values) field.control.write(values[blockId]);
  }
}

/**
 * What Slack's client refuses before it asks the app.
 *
 * @param {Fields} fields
 * @returns {Readonly<Record<string, string>>}
 */
export function missingFields(fields) {
  const missing = [...fields].filter(
    ([, field]) => field.required && (field.control.read() ?? '').length === 0,
  );
  return Object.fromEntries(
    missing.map(([blockId]) => [blockId, 'Please complete this required field.']),
  );
}

/**
 * Shows each error under its input and puts the focus on the first.
 *
 * @param {Fields} fields
 * @param {Readonly<Record<string, string>>} errors
 * @returns {readonly string[]} errors for blocks that are no inputs of this form
 */
export function showErrors(fields, errors) {
  /** @type {HTMLElement | null} */
  let first = null;
  for (const [blockId, field] of fields) {
    const words = errors[blockId] ?? null;
    field.showError(words);
    if (words !== null && first === null) first = field.control.focusable;
  }
  first?.focus();
  return Object.entries(errors)
    .filter(([blockId]) => !fields.has(blockId))
    .map(([, words]) => words);
}
