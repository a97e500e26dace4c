/**
 * What sending a text means. Pure.
 *
 * @import {SlashCommand} from './model.js'
 */
import { nearestCommand, splitCommand } from './completion.js';

/**
 * @typedef {{ readonly kind: 'nothing' }
 *   | { readonly kind: 'message', readonly text: string }
 *   | { readonly kind: 'command', readonly command: string, readonly text: string }
 *   | { readonly kind: 'refused', readonly why: string }} Intent
 */

/**
 * @param {string} typed
 * @param {{ readonly commands: readonly SlashCommand[], readonly inThread: boolean,
 *   readonly appName: string }} setting
 * @returns {Intent}
 */
export function intentOf(typed, { commands, inThread, appName }) {
  if (typed.trim() === '') return { kind: 'nothing' };
  const call = typed.startsWith('/') ? splitCommand(typed) : null;
  if (call === null) return { kind: 'message', text: typed.trim() };
  if (inThread) {
    const instead = `@${appName.toLowerCase()} ${call.text}`.trim();
    return {
      kind: 'refused',
      why: `${call.command} does not work in threads. Write “${instead}” here, or use it in the channel.`,
    };
  }
  if (commands.some((known) => known.command === call.command)) {
    return { kind: 'command', command: call.command, text: call.text };
  }
  return { kind: 'refused', why: unknownWords(call.command, commands) };
}

/**
 * @param {string} command
 * @param {readonly SlashCommand[]} commands
 * @returns {string}
 */
function unknownWords(command, commands) {
  const near = nearestCommand(command, commands);
  const guess = near === null ? '' : ` Did you mean ${near}?`;
  return `${command} is not a command here.${guess} To send it as a message, begin with a space.`;
}
