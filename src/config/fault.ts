/** Where something is written. Lines and columns start at 1, columns count UTF-16 units. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One thing wrong with the configuration. `path` is dotted (`environments.production.slots`). */
export interface Fault extends Place {
  readonly path: string;
  readonly message: string;
  readonly hint: string | null;
}

/** Keys and indexes from the top of a file: `['approvals', 0, 'groups', 1]`. */
export type Path = readonly (string | number)[];

/** The path as people write it: `approvals[0].groups[1]`. */
export function sayPath(path: Path): string {
  return path.reduce<string>((said, part) => {
    if (typeof part === 'number') return `${said}[${part}]`;
    return said === '' ? part : `${said}.${part}`;
  }, '');
}

/** The fault as one line that editors and terminals can jump from. */
export function sayFault({ file, line, column, message, hint }: Fault): string {
  return `${file}:${line}:${column}: ${message}${hint === null ? '' : ` (${hint})`}`;
}

/** Faults file by file from the top, each said once however many checks met it. */
export function inReadingOrder(
  faults: readonly Fault[],
  files: readonly string[],
): readonly Fault[] {
  const once = new Map(faults.map((fault) => [sayFault(fault), fault]));
  const rank = (fault: Fault): number => files.indexOf(fault.file);
  return [...once.values()].toSorted(
    (a, b) => rank(a) - rank(b) || a.line - b.line || a.column - b.column,
  );
}
