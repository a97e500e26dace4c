import { isRefusal, type Refusal, refuse } from '../../domain/kernel/refusal.ts';
import { printUsage } from './print.ts';
import type { Arg, Args, Spec } from './spec.ts';
import { suggest } from './suggest.ts';
import { goesOn } from './time.ts';
import { type Tokens, tokenise } from './tokenise.ts';

/** What a verb is to the grammar: how it is called and what it takes. */
export interface Shape<S extends Spec = Spec> {
  readonly name: string;
  readonly root: string;
  readonly args: S;
  readonly notYet?: NotYet;
}

/** Words a verb may take one day (`--train`, `at`), each with what to do instead until then. */
export type NotYet = Readonly<Record<string, string>>;

/** What was read so far; `missing` are required arguments that were not given. */
export interface Reading {
  readonly values: Readonly<Record<string, string | boolean>>;
  readonly missing: readonly string[];
}

/**
 * Reads the words after a verb by its typed list of arguments. Case does not matter for keywords and
 * flags; an unknown flag, a flag without its value, and a word too many are refused by name.
 */
export function read(shape: Shape, text: string): Reading | Refusal {
  const entries = Object.entries(shape.args);
  const tails = entries.flatMap(([, arg]) => (arg.form === 'rest' ? arg.words : []));
  const tokens = tokenise(text, tails);
  if (isRefusal(tokens)) return tokens;
  const values: Record<string, string | boolean> = {};
  const nth = entries.filter(([, a]) => a.form === 'positional').findIndex(isService);
  const queue = [
    ...tokens.words.flatMap((word, i) => (i === nth ? splitVersion(shape, word) : [word])),
  ];
  while (queue.length > 0) {
    const no = readOne(shape, queue, values);
    if (no) return no;
  }
  if (tokens.tail) addTail(shape, tokens.tail, values);
  const missing = entries
    .filter(([name, arg]) => isRequired(arg) && values[name] === undefined)
    .map(([name]) => name);
  return { values, missing };
}

/** The arguments, whole: a required one that is missing is refused with the usage. */
export function complete<S extends Spec>(shape: Shape<S>, reading: Reading): Args<S> | Refusal {
  const [first] = reading.missing;
  if (first !== undefined) {
    return refuse('missing', `${nameOf(first)} is missing.`, {
      fix: `Usage: ${printUsage(shape)}`,
    });
  }
  const blank = Object.entries(shape.args).map(([name, arg]) => [
    name,
    arg.form === 'switch' ? false : undefined,
  ]);
  return { ...Object.fromEntries(blank), ...reading.values } as Args<S>;
}

/** What follows `because`; behind a reason that began without the word it is the rest of it. */
function addTail(
  shape: Shape,
  { word, text: said }: NonNullable<Tokens['tail']>,
  values: Record<string, string | boolean>,
): void {
  const entries = Object.entries(shape.args);
  const name = entries.find(([, a]) => a.form === 'rest' && a.words.includes(word))?.[0];
  if (name === undefined || said === '') return;
  const begun = values[name];
  values[name] = begun === undefined ? said : `${begun} ${word} ${said}`;
}

function readOne(
  shape: Shape,
  queue: string[],
  values: Record<string, string | boolean>,
): Refusal | null {
  const word = queue.shift() ?? '';
  const absent = readNotYet(shape, word);
  if (absent) return absent;
  if (word.startsWith('--')) return readFlag(shape, word, queue, values);
  const entries = Object.entries(shape.args);
  const lower = word.toLowerCase();
  const keyed = entries.find(([, arg]) => arg.form === 'keyword' && arg.words.includes(lower));
  if (keyed) {
    const value = takeValue(keyed[1], queue, entries);
    if (value === undefined) return noValue(shape, word);
    values[keyed[0]] = value;
    return null;
  }
  const free = entries.find(
    ([name, arg]) => arg.form === 'positional' && values[name] === undefined,
  );
  if (!free) {
    const why = entries.find(([, arg]) => arg.form === 'rest' && arg.bare);
    if (why) {
      values[why[0]] = [word, ...queue.splice(0)].join(' ');
      return null;
    }
    return refuse('extra-word', `I don't understand "${word}" here.`, {
      fix: `Usage: ${printUsage(shape)}`,
    });
  }
  return give(free, word, values);
}

function takeValue(
  arg: Arg,
  queue: string[],
  entries: readonly (readonly [string, Arg])[],
): string | undefined {
  const of = arg.form === 'keyword' ? arg.of : 'text';
  if (of === 'time') return takeTime(queue);
  if (of !== 'phrase') return queue.shift();
  const words = entries.flatMap(([, one]) => (one.form === 'keyword' ? one.words : []));
  const end = queue.findIndex(
    (word) => word.startsWith('--') || words.includes(word.toLowerCase()),
  );
  return queue.splice(0, end === -1 ? queue.length : end).join(' ') || undefined;
}

/** A time may be several words: `fri 17:00 Europe/Berlin`. */
function takeTime(queue: string[]): string | undefined {
  let written = queue.shift();
  while (written !== undefined && queue[0] !== undefined && goesOn(written, queue[0])) {
    written = `${written} ${queue.shift()}`;
  }
  return written;
}

function readNotYet({ notYet = {} }: Shape, word: string): Refusal | null {
  const [name = ''] = word.toLowerCase().split('=');
  const instead = Object.hasOwn(notYet, name) ? notYet[name] : undefined;
  if (instead === undefined) return null;
  return refuse('not-yet', `Fairway does not have "${name}" yet.`, { fix: instead });
}

/** A word of a fixed list may be in any case; one that is not on it is refused with the nearest. */
function give(
  [name, arg]: readonly [string, Arg],
  word: string,
  values: Record<string, string | boolean>,
): Refusal | null {
  const of = arg.form === 'switch' ? 'text' : arg.of;
  if (typeof of === 'string') values[name] = word;
  else {
    const meant = of.find((one) => one === word.toLowerCase());
    if (meant === undefined) return notOneOf(arg.form === 'flag' ? `--${name}` : null, word, of);
    values[name] = meant;
  }
  return null;
}

function notOneOf(flag: string | null, word: string, of: readonly string[]): Refusal {
  const near = suggest(word, of);
  const what = flag ? `${flag} cannot be "${word}".` : `I don't understand "${word}" here.`;
  return refuse('bad-value', what, {
    fix: `${near ? `Did you mean ${near}? ` : ''}It is one of ${of.join(', ')}.`,
  });
}

function readFlag(
  shape: Shape,
  word: string,
  queue: string[],
  values: Record<string, string | boolean>,
): Refusal | null {
  const [name = '', inline] = word.slice(2).toLowerCase().split(/=(.*)/s);
  const arg = shape.args[name];
  if (arg?.form === 'switch') {
    values[name] = true;
    return null;
  }
  if (arg?.form !== 'flag') return unknownFlag(shape, name);
  const value = inline ?? queue.shift();
  if (value === undefined || value.startsWith('--')) return noValue(shape, word);
  return give([name, arg], value, values);
}

function unknownFlag(shape: Shape, name: string): Refusal {
  const flags = Object.entries(shape.args).filter(
    ([, a]) => a.form === 'flag' || a.form === 'switch',
  );
  const near = suggest(
    name,
    flags.map(([known]) => known),
  );
  return refuse('unknown-flag', `There is no --${name} here.`, {
    fix: near ? `Did you mean --${near}?` : `Usage: ${printUsage(shape)}`,
  });
}

function noValue(shape: Shape, word: string): Refusal {
  return refuse('no-value', `"${word}" needs a value after it.`, {
    fix: `Usage: ${printUsage(shape)}`,
  });
}

function isService([name]: readonly [string, Arg]): boolean {
  return name === 'service';
}

/** `shop@1.1.0` is two words where a verb takes a service and a version. */
function splitVersion(shape: Shape, word: string): readonly string[] {
  const takesBoth = shape.args['service'] !== undefined && shape.args['version'] !== undefined;
  const [, service, version] = /^([^@\s]+)@([^@\s]+)$/.exec(word) ?? [];
  return takesBoth && service && version ? [service, version] : [word];
}

function isRequired(arg: Arg): boolean {
  return arg.form === 'positional' && arg.required;
}

function nameOf(arg: string): string {
  return `The ${arg}`;
}
