import type { Plain } from '../domain/kernel/change.ts';
import type { Chart } from '../ports/chart.ts';
import type { Content } from '../ports/messages.ts';
import { plainText } from './render/plain.ts';

type Block = Content['blocks'][number];

/** A block whose picture is still to be made (render/chart.ts), and what it shows. */
export interface Unmade {
  readonly block: Block;
  readonly chart: Chart;
  readonly alt: string;
}

export function unmadeIn({ blocks }: Content): readonly Unmade[] {
  return blocks.flatMap((block): Unmade[] => {
    const chart = chartIn(block);
    return chart ? [{ block, chart, alt: String(block['alt_text']) }] : [];
  });
}

/** Each picture that is to be made replaced by what became of it; null: it is left out. */
export function withPictures(content: Content, made: ReadonlyMap<Block, string | null>): Content {
  const blocks = content.blocks.flatMap((block): Block[] => {
    if (!chartIn(block)) return [block];
    const file = made.get(block) ?? null;
    const { chart: _, ...rest } = block;
    return file === null ? [] : [{ ...rest, slack_file: { id: file } }];
  });
  return { ...content, blocks };
}

export function withoutPictures(content: Content): Content {
  return withPictures(content, new Map());
}

export function isPicture(block: Block): boolean {
  return block['type'] === 'image';
}

/** The files a content shows, as Slack names them. */
export function filesIn({ blocks }: Content): readonly string[] {
  return blocks.flatMap(({ slack_file: file }): string[] => {
    return isRecord(file) && typeof file['id'] === 'string' ? [file['id']] : [];
  });
}

/** Said in small letters at the end, before the buttons. */
export function noteBlock(words: string): Block {
  return { type: 'context', elements: [plainText(words, 2000)] };
}

/** Only our own renderer writes this key, so what stands there is a chart. */
function chartIn(block: Block): Chart | null {
  return isPicture(block) && isRecord(block['chart']) ? (block['chart'] as Chart) : null;
}

function isRecord(value: Plain | undefined): value is { readonly [key: string]: Plain } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
