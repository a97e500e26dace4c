import type { Arg, Spec } from './spec.ts';

interface Printable {
  readonly name: string;
  readonly root: string;
  readonly args: Spec;
}

/** How a verb is called, printed from its arguments: `/release approve <id> [--plan <text>]`. */
export function printUsage(shape: Printable): string {
  return [
    callOf(shape),
    ...Object.entries(shape.args).map(([name, arg]) => usageOf(name, arg)),
  ].join(' ');
}

/** The canonical line of a verb with these arguments: what a button carries and the ledger keeps. */
export function printLine(
  shape: Printable,
  values: Readonly<Record<string, string | boolean | undefined>>,
): string {
  const parts = Object.entries(shape.args).map(([name, arg]) => printArg(name, arg, values[name]));
  return [callOf(shape), ...parts.filter((part) => part !== '')].join(' ');
}

function callOf({ name, root }: Printable): string {
  return root === '/release' ? `${root} ${name}` : root;
}

function usageOf(name: string, arg: Arg): string {
  switch (arg.form) {
    case 'positional':
      return arg.required ? `<${name}>` : `[<${name}>]`;
    case 'keyword':
      return `[${arg.words[0] ?? name} <${name === arg.words[0] ? String(arg.of) : name}>]`;
    case 'rest':
      return `[${arg.words[0] ?? name} <text>]`;
    case 'flag':
      return `[--${name} ${typeof arg.of === 'string' ? `<${arg.of}>` : arg.of.join('|')}]`;
    case 'switch':
      return `[--${name}]`;
  }
}

function printArg(name: string, arg: Arg, value: string | boolean | undefined): string {
  if (value === undefined || value === false) return '';
  const text = String(value);
  switch (arg.form) {
    case 'positional':
      return quoted(text);
    case 'keyword':
      return `${arg.words[0] ?? name} ${quoted(text)}`;
    case 'rest':
      return `${arg.words[0] ?? name} "${text.replaceAll(/["\\]/g, '\\$&')}"`;
    case 'flag':
      return `--${name} ${quoted(text)}`;
    case 'switch':
      return `--${name}`;
  }
}

function quoted(text: string): string {
  return /^[\w@.:/+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'"'"'`)}'`;
}
