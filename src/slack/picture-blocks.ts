import type { Plain } from '../domain/kernel/change.ts';
import type { Chart } from '../ports/chart.ts';
import type { Content } from '../ports/messages.ts';
import { plainText } from './render/plain.ts';

type Block = Content['blocks'][number];

/** What a picture is made of: a chart that is drawn, or a page that was pictured and is kept under a key. */
export type Motif =
  | { readonly chart: Chart }
  | { readonly page: { readonly key: string; readonly title: string } };

/** A block whose picture is still to be made (render/chart.ts, render/page.ts), and what it shows. */
export interface Unmade {
  readonly block: Block;
  readonly of: Motif;
  readonly alt: string;
}

export function unmadeIn({ blocks }: Content): readonly Unmade[] {
  return blocks.flatMap((block): Unmade[] => {
    const of = motifIn(block);
    return of ? [{ block, of, alt: String(block['alt_text']) }] : [];
  });
}

/** Each picture that is to be made replaced by what became of it; null: it is left out. */
export function withPictures(content: Content, made: ReadonlyMap<Block, string | null>): Content {
  const blocks = content.blocks.flatMap((block): Block[] => {
    if (!motifIn(block)) return [block];
    const file = made.get(block) ?? null;
    const { chart: _chart, page: _page, ...rest } = block;
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

/** The files a content shows, as Slack names them, and what each says in words. */
export function picturesIn({
  blocks,
}: Content): readonly { readonly file: string; readonly alt: string }[] {
  return blocks.flatMap(({ slack_file: file, alt_text: alt }) => {
    if (!isRecord(file) || typeof file['id'] !== 'string') return [];
    return [{ file: file['id'], alt: String(alt) }];
  });
}

/** Said in small letters at the end, before the buttons. */
export function noteBlock(words: string): Block {
  return { type: 'context', elements: [plainText(words, 2000)] };
}

/** Only our own renderers write these keys, so what stands there is a chart, or a page. */
function motifIn(block: Block): Motif | null {
  if (!isPicture(block)) return null;
  const { chart, page } = block;
  if (isRecord(chart)) return { chart: block['chart'] as Chart };
  if (!isRecord(page)) return null;
  return { page: { key: String(page['key']), title: String(page['title']) } };
}

function isRecord(value: Plain | undefined): value is { readonly [key: string]: Plain } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
