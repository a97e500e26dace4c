import { z } from 'zod';
import { writeMessage } from '../acts/message.ts';
import { post, replyOf } from './endpoint.ts';

const body = z.strictObject({
  user: z.string(),
  channel: z.string(),
  text: z.string(),
  thread_ts: z.string().optional(),
});

export const message = post('message', body, (world, act) => replyOf(writeMessage(world, act)));
