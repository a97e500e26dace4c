/** One series at one moment. */
export interface Sample {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly value: number;
  readonly timestampMs: number | null;
}

export interface Exposition {
  /** Metric family to its type (`counter`, `histogram`, …), as far as the page says so. */
  readonly types: ReadonlyMap<string, string>;
  readonly samples: readonly Sample[];
}

export class ExpositionError extends Error {}

const NAME = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const LABEL = /[a-zA-Z_][a-zA-Z0-9_]*/y;
const BLANK = /[ \t]*/y;
const GAP = /[ \t]+/y;
const QUOTED = /"((?:[^"\\]|\\[\\"n])*)"/y;
const VALUE = /[+-]?(?:inf(?:inity)?|nan|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(?![^ \t])/iy;
const TIMESTAMP = /-?\d+(?![^ \t])/y;
const TYPE = /^#[ \t]+TYPE[ \t]+([a-zA-Z_:][a-zA-Z0-9_:]*)[ \t]+([a-z]+)[ \t]*$/;
const TYPES = ['counter', 'gauge', 'histogram', 'summary', 'untyped'];

/**
 * Reads the Prometheus text format, version 0.0.4
 * (https://prometheus.io/docs/instrumenting/exposition_formats/), strictly: a page that was cut off, a
 * series twice or a line that cannot be understood is refused, for a verdict may hang on it. Quoted
 * UTF-8 names and OpenMetrics' exemplars are not part of it.
 * @throws ExpositionError with the number of the line
 */
export function parseExposition(text: string): Exposition {
  if (text !== '' && !text.endsWith('\n'))
    throw new ExpositionError('the last line does not end: the page was cut off');
  const types = new Map<string, string>();
  const samples = new Map<string, Sample>();
  text.split('\n').forEach((raw, i) => {
    const line = raw.replace(/^[ \t]+/, '').replace(/\r$/, '');
    if (line === '') return;
    const fault = line.startsWith('#') ? readType(line, types) : readSample(line, samples);
    if (fault !== null) throw new ExpositionError(`line ${i + 1}: ${fault}`);
  });
  return { types, samples: [...samples.values()] };
}

/** HELP and other comments say nothing to a machine. */
function readType(line: string, types: Map<string, string>): string | null {
  if (!/^#[ \t]+TYPE[ \t]/.test(line)) return null;
  const [, name, type] = TYPE.exec(line) ?? [];
  if (name === undefined || type === undefined || !TYPES.includes(type))
    return `not a TYPE: ${shown(line)}`;
  if (types.has(name)) return `a second TYPE of ${name}`;
  types.set(name, type);
  return null;
}

function readSample(line: string, samples: Map<string, Sample>): string | null {
  const scan = scanner(line);
  const name = scan(NAME);
  if (name === null) return `not a metric name: ${shown(line)}`;
  scan(BLANK);
  const labels = readLabels(scan);
  if (typeof labels === 'string') return `${labels}: ${shown(line)}`;
  scan(BLANK);
  const value = scan(VALUE);
  if (value === null) return `no value where one belongs: ${shown(line)}`;
  const timestamp = scan(GAP) === null ? null : scan(TIMESTAMP);
  scan(BLANK);
  if (scan(/.+/y) !== null) return `more than a value and a timestamp: ${shown(line)}`;
  const series = JSON.stringify([name, ...[...labels].toSorted(([a], [b]) => (a < b ? -1 : 1))]);
  if (samples.has(series)) return `the same series twice: ${shown(line)}`;
  const timestampMs = timestamp === null ? null : Number(timestamp);
  samples.set(series, { name, labels, value: numberOf(value), timestampMs });
  return null;
}

type Scan = (token: RegExp) => string | null;

/** Takes tokens off the front of a line: the first group of the match, or all of it, or null. */
function scanner(line: string): Scan {
  let at = 0;
  return (token) => {
    token.lastIndex = at;
    const match = token.exec(line);
    if (!match) return null;
    at = token.lastIndex;
    return match[1] ?? match[0];
  };
}

/** The labels, none when there are no braces, or what is wrong with them. A last comma may stand. */
function readLabels(scan: Scan): ReadonlyMap<string, string> | string {
  const labels = new Map<string, string>();
  if (scan(/\{[ \t]*/y) === null) return labels;
  for (let more = true; more && scan(/\}/y) === null; ) {
    const fault = readLabel(scan, labels);
    if (fault !== null) return fault;
    more = scan(/[ \t]*,[ \t]*/y) !== null;
    if (!more && scan(/[ \t]*\}/y) === null) return 'labels without end';
  }
  return labels;
}

function readLabel(scan: Scan, labels: Map<string, string>): string | null {
  const label = scan(LABEL);
  if (label === null) return 'not a label name';
  if (labels.has(label)) return `the label ${label} twice`;
  const value = scan(/[ \t]*=[ \t]*/y) === null ? null : scan(QUOTED);
  if (value === null) return `the label ${label} has no value in quotes`;
  labels.set(label, unescaped(value));
  return null;
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
}

function numberOf(text: string): number {
  const lower = text.toLowerCase();
  if (lower.endsWith('nan')) return Number.NaN;
  const infinite = lower.includes('inf');
  if (!infinite) return Number(text);
  return lower.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

function shown(line: string): string {
  return line.length > 80 ? `${line.slice(0, 80)}…` : line;
}
