import { z } from 'zod';
import { useShortcut } from '../acts/shortcut.ts';
import { post, replyOf } from './endpoint.ts';

const body = z.strictObject({
  user: z.string(),
  channel: z.string(),
  ts: z.string(),
  callback_id: z.string(),
});

export const shortcut = post('shortcut', body, async (world, act) =>
  replyOf(await useShortcut(world, act)),
);
