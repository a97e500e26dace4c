/** Marks that draw nothing and so could hide or reorder what stands beside them. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\u115F\u1160\u2800\u3164\uFFA0]/gu;
/** Two accents on a letter occur in languages; towers of them only cover the lines above. */
const TOWERS = /(\p{M}{3})\p{M}+/gu;

/**
 * One line in which everything can be seen: line breaks and runs of spaces become one space, other
 * control, format and direction marks their code, so that no text can pretend to be a second line.
 */
export function visible(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\s\u0085]+/g, ' ')
    .replace(UNSEEN, (mark) => `⟨U+${codeOf(mark)}⟩`)
    .replace(TOWERS, '$1')
    .trim();
}

/** `visible`, keeping the spaces that a line begins with: in what people copy they may mean something. */
export function indented(line: string): string {
  const [indent = ''] = /^ */.exec(line) ?? [];
  return indent + visible(line);
}

/** One line with all its spaces, where every one of them counts; what draws nothing is its code all the same. */
export function exact(line: string): string {
  return line.toWellFormed().replace(UNSEEN, (mark) => `⟨U+${codeOf(mark)}⟩`);
}

/** `visible`, keeping the one space at the ends that separates our own words from the next span. */
export function spaced(text: string): string {
  const inner = visible(text);
  if (inner === '') return text === '' ? '' : ' ';
  return `${/^\s/.test(text) ? ' ' : ''}${inner}${/\s$/.test(text) ? ' ' : ''}`;
}

function codeOf(mark: string): string {
  return (mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
