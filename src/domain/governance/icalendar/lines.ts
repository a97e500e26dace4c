/** One content line of RFC 5545, unfolded: `DTSTART;TZID=Europe/Berlin:20261224T180000`. */
export interface ContentLine {
  /** Where it begins in the text; the first line is 1. */
  readonly line: number;
  readonly name: string;
  readonly params: Readonly<Record<string, string>>;
  readonly value: string;
}

/** Something in a calendar that cannot be taken as it stands, with its line. */
export interface CalendarFault {
  readonly line: number;
  readonly message: string;
}

/** A fault on its way out of this folder: `readClosings` catches each and answers with all of them. */
export class CalendarError extends Error {
  readonly line: number;
  constructor({ line }: Pick<ContentLine, 'line'>, message: string) {
    super(message);
    this.line = line;
  }
}

const NAME = /^([A-Za-z0-9-]+)/;
const PARAM = /^;([A-Za-z0-9-]+)=("[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*/;

/**
 * The content lines of a text: long ones put together again (3.1), names in capitals, quotes taken off.
 * @throws CalendarError
 */
export function contentLines(text: string): readonly ContentLine[] {
  return unfold(text.replace(/^\uFEFF/, '')).map(readLine);
}

interface Raw {
  readonly line: number;
  readonly text: string;
}

function unfold(text: string): readonly Raw[] {
  const found: { line: number; parts: string[] }[] = [];
  for (const [index, row] of text.split(/\r\n|\n|\r/).entries()) {
    const before = found.at(-1);
    if (/^[ \t]/.test(row) && before) before.parts.push(row.slice(1));
    else if (row !== '') found.push({ line: index + 1, parts: [row] });
  }
  return found.map(({ line, parts }) => ({ line, text: parts.join('') }));
}

function readLine({ line, text }: Raw): ContentLine {
  const name = NAME.exec(text)?.[1];
  if (name === undefined) throw new CalendarError({ line }, 'this is no line of an iCalendar file');
  const params: Record<string, string> = {};
  let rest = text.slice(name.length);
  for (let part = PARAM.exec(rest); part; part = PARAM.exec(rest)) {
    params[(part[1] ?? '').toUpperCase()] = (part[2] ?? '').replace(/^"|"$/g, '');
    rest = rest.slice(part[0].length);
  }
  if (!rest.startsWith(':')) {
    throw new CalendarError({ line }, `this ${name.toUpperCase()} has no value`);
  }
  return { line, name: name.toUpperCase(), params, value: rest.slice(1) };
}

/** A text value as people read it (3.3.11): `\n`, `\,`, `\;` and `\\` are written out. */
export function unescapeText(value: string): string {
  return value.replaceAll(/\\([nN,;\\])/g, (_, sign: string) => (/n/i.test(sign) ? '\n' : sign));
}
