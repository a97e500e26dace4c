import type { ContextBlock, MrkdwnElement, PlainTextElement } from '@slack/types';
import type { Line, Span } from '../../projections/view.ts';
import { type Block, LIMITS } from './block.ts';
import type { Look, PartOf } from './look.ts';
import { mrkdwnLine } from './mrkdwn.ts';
import type { Names } from './names.ts';
import { plainText } from './plain.ts';
import { FOREIGN_LENGTH, isForeign } from './span.ts';

const MOST = 10;

/** Small grey lines. Somebody else's words stand as `plain_text` between our own. */
export function renderNote(part: PartOf<'note'>, look: Look): readonly Block[] {
  const shown = part.lines.slice(0, MOST);
  const left = part.lines.length - shown.length;
  const lines: readonly Line[] = left > 0 ? [...shown, [`… and ${left} more`]] : shown;
  return lines.map((line) => {
    const elements = runs(line).map((run) => element(run, look.names));
    const kept = elements.slice(0, LIMITS.contextElements);
    if (elements.length > kept.length) kept[kept.length - 1] = plainText('…', 1);
    const block = {
      type: 'context',
      elements: kept.length > 0 ? kept : [plainText('–', 1)],
    } satisfies ContextBlock;
    return block;
  });
}

type Element = ReturnType<typeof plainText> | ReturnType<typeof own>;

function element(run: Line, names: Names): Element {
  const [first] = run;
  if (first !== undefined && isForeign(first)) return plainText(first.foreign, FOREIGN_LENGTH);
  return own(run, names);
}

function own(run: Line, names: Names) {
  const text = mrkdwnLine(run, names, LIMITS.fieldText).trim() || '–';
  return { type: 'mrkdwn', text, verbatim: true } satisfies MrkdwnElement | PlainTextElement;
}

/** Neighbouring spans of our own together, each foreign span alone. */
function runs(line: Line): readonly Line[] {
  const all: Span[][] = [];
  for (const span of line) {
    const last = all.at(-1);
    if (last && !isForeign(span) && !last.some(isForeign)) last.push(span);
    else all.push([span]);
  }
  return all;
}
