import {
  type Document,
  isNode,
  isScalar,
  parseAllDocuments,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml';
import type { Fault, Path, Place } from './fault.ts';
import { sayPath } from './fault.ts';
import { offsetAt, type Part } from './locate.ts';

/** One configuration file as it lies on disk. */
export interface SourceFile {
  readonly file: string;
  readonly text: string;
}

/** A file that was read: its content as plain values, and where every part of it is written. */
export interface Source {
  readonly file: string;
  /** As it lies there, word for word; empty where it could not be read. */
  readonly text: string;
  /** null when the file is empty or its YAML could not be read. */
  readonly raw: unknown;
  /** Whether `raw` is all that the file says; if not, nothing may be concluded from what is missing. */
  readonly sound: boolean;
  readonly faults: readonly Fault[];
  readonly place: (path: Path, part: Part) => Place;
}

export function isCalendar({ file }: Pick<SourceFile, 'file'>): boolean {
  return file.endsWith('.ics');
}

/** OpenSLO's objects, which lie in a folder of that name, several in a file. */
export function isOpenSlo({ file }: Pick<SourceFile, 'file'>): boolean {
  return /(^|[\\/])openslo[\\/](?!fairway\.ya?ml$)[^\\/]+\.ya?ml$/.test(file);
}

/** More references to anchors than this is an attack or an accident, never a configuration. */
const MAX_ALIASES = 100;

/**
 * Reads one file. Faults of its YAML are in `faults`; it never throws. A calendar is one text, read later, and so is a
 * file of several documents.
 */
export function readSource({ file, text }: SourceFile): Source {
  if (isCalendar({ file }) || isOpenSlo({ file }))
    return { ...missingSource(file, '', null), text, raw: text, sound: true, faults: [] };
  return sourceOf(parseDocument(bodyOf(text), PARSING), { file, text });
}

/** Every document of a file, each as a source of its own; none of a file that could not be read. */
export function documentsOf({ file, text }: SourceFile): readonly Source[] {
  const all = parseAllDocuments(bodyOf(text), PARSING);
  return Array.isArray(all) ? all.map((doc) => sourceOf(doc, { file, text })) : [];
}

const PARSING = { prettyErrors: false, logLevel: 'error' } as const;

function bodyOf(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

function sourceOf(doc: Document.Parsed, { file, text }: SourceFile): Source {
  const body = bodyOf(text);
  const place = (offset: number): Place => ({ file, ...lineAndColumn(body, offset) });
  const faults = [
    ...[...doc.errors, ...doc.warnings].map((error) => syntaxFault(error, place)),
    ...oddities(doc, place),
  ];
  const at = (path: Path, part: Part): Place => place(offsetAt(doc, path, part));
  try {
    const raw: unknown = doc.toJS({ maxAliasCount: MAX_ALIASES });
    return { file, text, raw, sound: faults.length === 0, faults, place: at };
  } catch {
    const message = `YAML: more than ${MAX_ALIASES} values would come of aliases`;
    const broken: Fault = { ...place(0), path: '', message, hint: 'write the values out' };
    const said = faults.length > 0 ? faults : [broken];
    return { file, text, raw: null, sound: false, faults: said, place: at };
  }
}

/**
 * Counted in the text itself: the parser's own LineCounter misses the line breaks within a quote that
 * nobody closed, and then names a column that no line has.
 */
function lineAndColumn(text: string, offset: number): Omit<Place, 'file'> {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** Stands for a file that is not there or cannot be read, so that the other files are checked still. */
export function missingSource(file: string, message: string, hint: string | null): Source {
  const start: Place = { file, line: 1, column: 1 };
  const faults: readonly Fault[] = [{ ...start, path: '', message, hint }];
  return { file, text: '', raw: null, sound: false, faults, place: () => start };
}

export function faultAt(
  source: Source,
  path: Path,
  part: Part,
  message: string,
  hint: string | null = null,
): Fault {
  return { ...source.place(path, part), path: sayPath(path), message, hint };
}

/** Where the parser's own words do not help: better words, or what to do. */
const SYNTAX: { readonly [code: string]: { readonly message?: string; readonly hint: string } } = {
  BLOCK_AS_IMPLICIT_KEY: { hint: 'put a text that contains ": " in quotes' },
  DUPLICATE_KEY: { message: 'this key was there before', hint: 'keep one of them' },
  MULTIPLE_DOCS: { message: 'a second document begins here', hint: 'remove the line ---' },
  TAB_AS_INDENT: { message: 'a tab cannot indent', hint: 'use spaces' },
};

function syntaxFault(error: YAMLError, place: (offset: number) => Place): Fault {
  const { message = error.message, hint = null } = SYNTAX[error.code] ?? {};
  return { ...place(error.pos[0]), path: '', message: `YAML: ${message}`, hint };
}

/** What YAML allows and no plain value can hold: aliases of nothing or of themselves, strange keys. */
function oddities(doc: Document, place: (offset: number) => Place): readonly Fault[] {
  const faults: Fault[] = [];
  const add = (offset: number, message: string, hint: string): void => {
    faults.push({ ...place(offset), path: '', message: `YAML: ${message}`, hint });
  };
  visit(doc, {
    Alias(_key, alias, above) {
      const meant = alias.resolve(doc);
      if (meant !== undefined && !above.includes(meant)) return;
      const what = meant
        ? `stands within &${alias.source} itself`
        : `has no &${alias.source} before it`;
      add(
        alias.range?.[0] ?? 0,
        `the alias *${alias.source} ${what}`,
        'put a text with * in quotes',
      );
    },
    Pair(_key, { key }) {
      if (isScalar(key) && key.value !== '__proto__') return;
      const offset = isNode(key) ? (key.range?.[0] ?? 0) : 0;
      add(offset, 'this cannot be a key', 'a key is one plain word');
    },
  });
  return faults;
}
