import { z } from 'zod';
import { typeCommand } from '../acts/command.ts';
import { post, replyOf } from './endpoint.ts';

const body = z.strictObject({
  user: z.string(),
  channel: z.string(),
  command: z.string().startsWith('/'),
  text: z.string().default(''),
  thread_ts: z.string().optional(),
});

export const command = post('command', body, async (world, act) =>
  replyOf(await typeCommand(world, act)),
);
