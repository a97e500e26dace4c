/**
 * What a block needs to draw itself, as types. Nothing runs here.
 *
 * @import {Press} from '../api.js'
 * @import {Directory} from '../directory.js'
 * @import {Confirm} from './block-kit.js'
 */

/** @typedef {string | readonly string[] | undefined} FieldValue */

/**
 * A drawn control: `read` gives what a submission or a press carries.
 *
 * @typedef {{
 *   readonly node: HTMLElement, readonly focusable: HTMLElement,
 *   read(): FieldValue, write(value: FieldValue): void,
 * }} Control
 */

/**
 * One input block of a form.
 *
 * @typedef {{
 *   readonly control: Control, readonly required: boolean, showError(words: string | null): void,
 * }} Field
 */

/**
 * `press` sends a press to the app, after asking where the element wants a confirmation; `source`
 * is the control that shows the waiting. `fields` collects input blocks by block_id.
 *
 * @typedef {{
 *   readonly directory: Directory,
 *   readonly me: string,
 *   readonly surface: 'message' | 'modal' | 'home',
 *   readonly fields: Map<string, Field>,
 *   press(press: Press, confirm: Confirm | undefined, source: HTMLElement): void,
 * }} RenderContext
 */

export {};
