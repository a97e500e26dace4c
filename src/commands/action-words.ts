import { BECOMES, type Becomes } from '../domain/governance/action-item.ts';
import { type Refusal, refuse } from '../domain/kernel/refusal.ts';

const LONGEST = 300;

/** What is to change, and which kind of rule that becomes; null: somebody does it by hand. */
export interface Meant {
  readonly words: string;
  readonly becomes: Becomes | null;
}

interface Typed {
  readonly words?: string | undefined;
  /** What followed the word `as`. */
  readonly as?: string | undefined;
  /** What no argument took: of words that stand in no quotes, all after the first. */
  readonly rest?: string | undefined;
}

/** What somebody means, in quotes or without: `"no deploys of shop" as gate`, `no deploys of shop as a gate`. */
export function meantBy({ words = '', as, rest = '' }: Typed): Meant | Refusal {
  const said = `${words} ${rest}`.trim();
  const tail = as === undefined ? /^(.+?)[\s,;]+as\s+([\w\s-]+)$/is.exec(said) : null;
  const becomes = kindOf(as ?? tail?.[2] ?? '');
  if (as !== undefined && becomes === null) return noKind(as);
  const text = tail && becomes ? (tail[1] ?? said) : said;
  if (/(^|\s)--\w/.test(text)) return inQuotes(text);
  return text.length > LONGEST ? tooLong(text) : { words: text, becomes };
}

/** `gate`, `a gate`, `failure mode`. */
function kindOf(word: string): Becomes | null {
  const plain = word
    .trim()
    .toLowerCase()
    .replace(/^an?\s+/, '');
  return BECOMES.find((one) => one === plain.replaceAll(/[\s_-]+/g, '-')) ?? null;
}

function noKind(word: string): Refusal {
  return refuse('bad-value', `An action item cannot become "${word}".`, {
    fix: `It can become one of ${BECOMES.join(', ')}; without "as" somebody does it by hand.`,
  });
}

function inQuotes(said: string): Refusal {
  const [words = ''] = said.split(' --');
  return refuse('quotes', 'I cannot tell the words from what follows them.', {
    fix: `Put them in quotes: "${words.trim()}"`,
  });
}

function tooLong(said: string): Refusal {
  return refuse('too-long', `That has ${said.length} characters.`, {
    fix: `Say in at most ${LONGEST} what is to change; the rest belongs into the retrospective.`,
  });
}
