import type { SlashCommand } from '../model/workspace.ts';
import type { World } from '../model/world.ts';

/**
 * The text of a slash command as the app receives it. `& < >` always arrive as entities. With
 * `should_escape`, `@name` and `#name` become `<@U1|name>` and `<#C1|name>`, and addresses `<url>`;
 * without it they stay as typed. Text that already holds Slack's forms (the page's completion
 * writes them) is left as it is.
 */
export function commandText(world: World, command: SlashCommand, typed: string): string {
  if (command.shouldEscape === false) return eachUnmarked(typed, entities);
  return eachUnmarked(typed, (text) => mentions(world, entities(text), true));
}

/** The text of a message as it is kept: like a command's, but mentions carry no label. */
export function messageText(world: World, typed: string): string {
  return eachUnmarked(typed, (text) => mentions(world, entities(text), false));
}

function eachUnmarked(typed: string, turn: (text: string) => string): string {
  const pieces = typed.split(marked);
  return pieces.map((piece, at) => (at % 2 === 1 ? piece : turn(piece))).join('');
}

/** `<@U…>`, `<#C…>`, `<!here>`, `<https://…|…>`, entities: what a Slack client writes itself. */
const marked = /(<[@#!][^<>\s]+>|<https?:\/\/[^<>\s]+>|&(?:amp|lt|gt);)/;

function entities(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function mentions(world: World, text: string, isLabelled: boolean): string {
  return text
    .replace(/(^|[\s(])(https?:\/\/[^\s|]+)/g, '$1<$2>')
    .replace(/(^|[\s(])@([\w.-]+)/g, (whole: string, lead: string, name: string) => {
      return lead + person(world, name, whole.slice(lead.length), isLabelled);
    })
    .replace(/(^|[\s(])#([\w.-]+)/g, (whole: string, lead: string, name: string) => {
      return lead + place(world, name, whole.slice(lead.length), isLabelled);
    });
}

function person(world: World, name: string, otherwise: string, isLabelled: boolean): string {
  if (['here', 'channel', 'everyone'].includes(name)) return `<!${name}>`;
  const found = [...world.state.users.values()].find((user) => user.name === name.toLowerCase());
  if (found === undefined) return otherwise;
  return isLabelled ? `<@${found.id}|${found.name}>` : `<@${found.id}>`;
}

function place(world: World, name: string, otherwise: string, isLabelled: boolean): string {
  const found = [...world.state.channels.values()].find(
    (channel) => !channel.isIm && channel.name === name.toLowerCase(),
  );
  if (found === undefined) return otherwise;
  // The label of a private channel is withheld.
  const label = found.isPrivate ? '' : found.name;
  return isLabelled ? `<#${found.id}|${label}>` : `<#${found.id}>`;
}
