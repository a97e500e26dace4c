import { perMinute } from '../rules/rate-limit.ts';
import { type Method, missing, refuse } from './method.ts';

const LEVELS = ['read', 'write', 'owner'];

/** Who may see one. https://docs.slack.dev/reference/methods/canvases.access.set */
export const canvasesAccessSet: Method = {
  name: 'canvases.access.set',
  scopes: ['canvases:write'],
  perMinute: perMinute.tier3,
  token: 'bot',
  run({ world, args }) {
    const level = args.text('access_level');
    const canvas = world.state.canvases.get(args.text('canvas_id') ?? '');
    if (level === undefined) return missing('access_level');
    if (canvas === undefined) return refuse('canvas_not_found');
    if (!LEVELS.includes(level)) return refuse('invalid_arguments');
    const users = args.json('user_ids');
    if (!Array.isArray(users) || users.length === 0) return refuse('invalid_arguments');
    const known = users.filter((id): id is string => world.state.users.has(String(id)));
    if (known.length < users.length) return refuse('user_not_found');
    world.commit({ kind: 'canvas', canvas: { ...canvas, users: [...canvas.users, ...known] } });
    return { ok: true };
  },
};
