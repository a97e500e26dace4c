import { split } from 'shlex';
import { type Refusal, refuse } from '../../domain/kernel/refusal.ts';

/** A line in two pieces: words, and the free text after a word such as `because`, exactly as typed. */
export interface Tokens {
  readonly words: readonly string[];
  readonly tail: { readonly word: string; readonly text: string } | null;
}

/**
 * Splits a normalised line as a shell would, keeping quotes together. What follows the first of
 * `tailWords` is free text: an apostrophe in a reason is no open quote.
 */
export function tokenise(text: string, tailWords: readonly string[]): Tokens | Refusal {
  const cut = findTail(text, tailWords);
  const head = cut ? text.slice(0, cut.at) : text;
  try {
    const words = split(head).filter((word) => word !== '');
    return { words, tail: cut ? { word: cut.word, text: unquote(cut.text) } : null };
  } catch {
    return refuse('open-quote', 'A quotation mark is never closed.', {
      fix: 'Close it, or leave the quotation marks out.',
    });
  }
}

interface Cut {
  readonly at: number;
  readonly word: string;
  readonly text: string;
}

/** The first of the tail words that stands alone and outside of quotes. */
function findTail(text: string, tailWords: readonly string[]): Cut | null {
  for (const match of blankQuoted(text).matchAll(/\S+/g)) {
    const word = match[0].toLowerCase();
    if (tailWords.includes(word)) {
      return { at: match.index, word, text: text.slice(match.index + word.length).trim() };
    }
  }
  return null;
}

/** The same text with what stands in quotes made unreadable, character for character. */
function blankQuoted(text: string): string {
  return text.replaceAll(/"(?:[^"\\]|\\.)*"|'[^']*'|\\./gs, (quoted) => '\0'.repeat(quoted.length));
}

function unquote(text: string): string {
  const quoted = /^"((?:[^"\\]|\\.)*)"$/s.exec(text);
  return quoted ? (quoted[1] ?? '').replaceAll(/\\(["\\])/g, '$1') : text;
}
