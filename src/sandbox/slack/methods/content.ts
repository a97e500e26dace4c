import type { Content } from '../rules/content.ts';
import type { Args } from './args.ts';

/** What a chat.* call wants to say. `markdown_text` is shown as a markdown block, as in Slack. */
export function contentOf(args: Args): Content | 'markdown_text_conflict' {
  const markdown = args.text('markdown_text');
  const blocks = args.json('blocks');
  if (markdown !== undefined && (blocks !== undefined || args.text('text') !== undefined)) {
    return 'markdown_text_conflict';
  }
  return {
    text: args.text('text') ?? markdown ?? '',
    blocks: markdown === undefined ? blocks : [{ type: 'markdown', text: markdown }],
    attachments: args.json('attachments'),
    metadata: args.json('metadata'),
  };
}
