import { type Api, type Called, call } from './api.ts';
import type { Bot } from './bot-identity.ts';

/** A document as the chat keeps it: its title, and what it says. */
export interface Document {
  readonly title: string;
  /** What its file is called, without the ending. */
  readonly name: string;
  readonly markdown: string;
  /** Never a canvas but a file with this ending; `after` says what to do with it. */
  readonly file?: { readonly ending: string; readonly after: string };
}

export type Drawn =
  | { readonly kind: 'made'; readonly address: string }
  | Exclude<Called, { kind: 'ok' }>;

/** Slack takes a MiB; a document that is longer than anybody reads is cut before that. */
const MOST_BYTES = 900_000;

/**
 * A canvas that nobody but this account may see and change; they share it when they want to. Done twice there are
 * two. https://docs.slack.dev/reference/methods/canvases.create
 */
export async function drawCanvas(
  api: Api,
  { title, markdown }: Document,
  account: string,
  bot: Bot,
): Promise<Drawn> {
  const created = await call(api, 'canvases.create', {
    title,
    document_content: { type: 'markdown', markdown: withoutTitle(cut(markdown)) },
  });
  if (created.kind !== 'ok') return created;
  const { canvas_id: canvas } = created.answer;
  if (typeof canvas !== 'string') return { kind: 'unknown', why: 'Slack names no canvas' };
  const opened = await call(api, 'canvases.access.set', {
    canvas_id: canvas,
    access_level: 'write',
    user_ids: [account],
  });
  if (opened.kind !== 'ok')
    return opened.kind === 'refused' ? opened : { kind: 'unknown', why: 'it may be there, unseen' };
  return { kind: 'made', address: `${bot.url}docs/${bot.team}/${canvas}` };
}

/** A canvas shows its title above what it says. */
function withoutTitle(markdown: string): string {
  return markdown.replace(/^# .*\n+/, '');
}

function cut(markdown: string): string {
  const bytes = Buffer.from(markdown);
  if (bytes.length <= MOST_BYTES) return markdown;
  return `${bytes.subarray(0, MOST_BYTES).toString('utf8')}\n\nThe rest is left out.`;
}
