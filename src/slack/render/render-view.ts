import type { Part, View } from '../../projections/view.ts';
import { visible } from '../../projections/visible.ts';
import { renderBar } from './bar.ts';
import { type Block, LIMITS } from './block.ts';
import { renderChart } from './chart.ts';
import { renderFields } from './fields.ts';
import { renderHeader } from './header.ts';
import { renderList } from './list.ts';
import type { Look } from './look.ts';
import { renderNote } from './note.ts';
import { renderOffers } from './offers.ts';
import { renderOutput } from './output.ts';
import { renderPage } from './page.ts';
import { cut, cutEscaped } from './plain.ts';
import { plainElement, richSection, richText } from './rich-line.ts';
import { renderRule } from './rule.ts';
import { renderState } from './state.ts';
import { renderTable } from './table.ts';
import { renderText } from './text.ts';

/** The blocks of a view: whatever it holds, they keep Slack's limits, by cutting and by counting. */
export function renderBlocks(view: View, look: Look): readonly Block[] {
  const blocks = view.parts.flatMap((part, index) => renderPart(part, look, view.parts, index));
  return fitted(blocks, LIMITS.blocks[look.surface]);
}

/**
 * The top-level text: all that a screen reader and a notification say. Slack reads it as markup, so
 * all of it is escaped; it mentions nobody.
 */
export function renderFallback(view: View): string {
  return cutEscaped(cut(visible(view.text), LIMITS.messageText), LIMITS.messageText) || '–';
}

function renderPart(part: Part, look: Look, all: readonly Part[], index: number): readonly Block[] {
  const nth = all.slice(0, index).filter((other) => other.part === part.part).length;
  switch (part.part) {
    case 'header':
      return renderHeader(part);
    case 'state':
      return renderState(part, look);
    case 'text':
      return renderText(part, look);
    case 'fields':
      return renderFields(part, look);
    case 'list':
      return renderList(part, look);
    case 'bar':
      return renderBar(part, look);
    case 'table':
      return renderTable(part, nth === 0 && look.surface !== 'modal');
    case 'note':
      return renderNote(part, look);
    case 'offers':
      return renderOffers(part, look, nth);
    case 'output':
      return renderOutput(part);
    case 'chart':
      return renderChart(part, look);
    case 'page':
      return renderPage(part, look);
    case 'rule':
      return renderRule();
  }
}

/** Leaves out from the end, buttons last: a card that cannot be acted on is worse than a short one. */
function fitted(blocks: readonly Block[], max: number): readonly Block[] {
  if (blocks.length <= max) return blocks;
  const over = blocks.length - max + 1;
  const shown = blocks.findLastIndex((_, i) => wordsFrom(blocks, i) === over);
  const kept = shown === -1 ? blocks.slice(0, max - 1) : without(blocks, shown);
  return [...kept, richText([richSection([plainElement(`… and ${over} more parts`, {})])])];
}

function wordsFrom(blocks: readonly Block[], from: number): number {
  return blocks.slice(from).filter((block) => block['type'] !== 'actions').length;
}

function without(blocks: readonly Block[], from: number): readonly Block[] {
  return blocks.filter((block, i) => i < from || block['type'] === 'actions');
}
