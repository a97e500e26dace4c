/** One line of a report. `ratio` is the value beside a rival's or beside its aim, where that says more. */
export interface Figure {
  readonly figure: string;
  readonly value: string;
  readonly target: string;
  readonly ratio?: string;
  /** null where there is nothing to pass: a figure that is only told. */
  readonly pass: boolean | null;
}

type Column = 'figure' | 'value' | 'target' | 'ratio' | 'pass';

/** `figure value target [ratio] pass`, one line a figure, aligned; the ratio's column only where one has it. */
export function table(figures: readonly Figure[]): string {
  const columns: readonly Column[] = figures.some((one) => one.ratio !== undefined)
    ? ['figure', 'value', 'target', 'ratio', 'pass']
    : ['figure', 'value', 'target', 'pass'];
  const lines = [columns, ...figures.map((one) => columns.map((column) => cell(one, column)))];
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((word, i) => word.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function cell(figure: Figure, column: Column): string {
  if (column !== 'pass') return figure[column] ?? '-';
  if (figure.pass === null) return '-';
  return figure.pass ? 'yes' : 'NO';
}

/** The nearest-rank percentile; 0 of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
}

/** The one in the middle of several rounds. @throws of nothing */
export function middle<T>(all: readonly T[], by: (one: T) => number): T {
  const sorted = all.toSorted((a, b) => by(a) - by(b));
  const found = sorted[Math.floor(sorted.length / 2)];
  if (found === undefined) throw new Error('nothing was run');
  return found;
}

/** Three digits that mean something. */
export function short(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
