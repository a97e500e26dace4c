import { newId } from '../ids.ts';
import { isObject } from '../json.ts';
import { perMinute } from '../rules/rate-limit.ts';
import { type Method, missing, refuse } from './method.ts';

const MOST_CHARACTERS = 1_048_576;

/** A canvas of the app's own. https://docs.slack.dev/reference/methods/canvases.create */
export const canvasesCreate: Method = {
  name: 'canvases.create',
  scopes: ['canvases:write'],
  perMinute: perMinute.tier2,
  token: 'bot',
  run({ world, args }) {
    const content = args.json('document_content');
    if (content === undefined) return missing('document_content');
    if (!isObject(content) || content['type'] !== 'markdown') return refuse('invalid_arguments');
    const { markdown } = content;
    if (typeof markdown !== 'string') return refuse('invalid_arguments');
    if (markdown.length > MOST_CHARACTERS) return refuse('canvas_too_large');
    const id = newId('F');
    const title = args.text('title') ?? 'Untitled';
    world.commit({ kind: 'canvas', canvas: { id, title, markdown, users: [] } });
    return { ok: true, canvas_id: id };
  },
};
