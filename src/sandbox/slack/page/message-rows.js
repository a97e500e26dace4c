/**
 * From the timeline's rows to elements.
 *
 * @import {Actions} from './actions.js'
 * @import {RenderContext} from './blocks/render-context.js'
 * @import {Keyed} from './dom.js'
 * @import {PageState} from './model.js'
 * @import {Row} from './timeline.js'
 */
import { directoryOf } from './directory.js';
import { drawMessage } from './message.js';
import { drawDay } from './message-list.js';

/**
 * @param {readonly Row[]} rows
 * @param {{ channel: string, state: PageState, actions: Actions, threads: boolean }} setting
 * @returns {readonly Keyed[]}
 */
export function keyedRows(rows, { channel, state, actions, threads }) {
  const directory = directoryOf(state.workspace);
  return rows.map((row) => {
    if (row.kind === 'day') {
      return { key: row.key, signature: row.label, build: () => drawDay(row.label) };
    }
    const { message, compact, thread } = row;
    /** @type {RenderContext} */
    const context = {
      directory,
      me: state.me,
      surface: 'message',
      fields: new Map(),
      press: (press, confirm, source) =>
        void actions.press({ channel, ts: message.ts }, press, confirm, source),
    };
    const openThread = threads ? actions.openThread : null;
    const shortcuts = state.workspace.message_shortcuts.map(({ callback_id, name }) => ({
      label: name,
      onPick: () => void actions.useShortcut({ channel, ts: message.ts }, callback_id),
    }));
    return {
      key: row.key,
      signature: JSON.stringify([message, compact, thread, state.me]),
      build: () => drawMessage(message, context, { compact, thread, openThread, shortcuts }),
    };
  });
}
