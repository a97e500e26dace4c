import { type Insertion, linesOf } from './insert-rule.ts';

const AROUND = 3;
const NO_BREAK = '\\ No newline at end of file';

/** The text with these lines, each ending as the lines of the text do. */
export function inserted(text: string, { at, lines }: Insertion): string {
  const before = linesOf(text);
  const end = lineEnd(text);
  const whole = [
    ...before.slice(0, at),
    ...lines.map((line) => `${line}${end}`),
    ...before.slice(at),
  ];
  // What was the last line had no break, and now others follow it, or it is the last one still.
  const broken = text.endsWith('\n') || at === before.length;
  return `${whole.join('\n')}${broken ? '\n' : ''}`;
}

/** The same as `git apply` takes it: a unified diff of one file with one hunk. */
export function diffOf(file: string, text: string, { at, lines }: Insertion): string {
  const old = linesOf(text);
  const [from, until] = [Math.max(0, at - AROUND), Math.min(old.length, at + AROUND)];
  const [above, below] = [old.slice(from, at), old.slice(at, until)];
  const added = lines.map((line) => `+${line}${lineEnd(text)}`);
  const unbroken = !text.endsWith('\n') && until === old.length;
  const sizes = `${from + 1},${until - from} +${from + 1},${until - from + lines.length}`;
  return [
    `diff --git a/${file} b/${file}`,
    `--- a/${file}`,
    `+++ b/${file}`,
    `@@ -${sizes} @@`,
    ...(unbroken && below.length === 0 ? rebroken(above) : above.map(same)),
    ...added,
    ...below.map(same),
    ...(unbroken && below.length > 0 ? [NO_BREAK] : []),
    '',
  ].join('\n');
}

/** The last line had no break at its end; with something after it it has one. */
function rebroken(above: readonly string[]): readonly string[] {
  const last = above.at(-1) ?? '';
  return [...above.slice(0, -1).map(same), `-${last}`, NO_BREAK, `+${last}`];
}

function same(line: string): string {
  return ` ${line}`;
}

/** A carriage return where the lines of this text end with one. */
function lineEnd(text: string): string {
  return text.includes('\r\n') ? '\r' : '';
}
