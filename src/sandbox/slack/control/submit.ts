import { z } from 'zod';
import { submitView } from '../acts/submit.ts';
import { post, replyOf } from './endpoint.ts';

const body = z.strictObject({
  user: z.string(),
  view_id: z.string().optional(),
  values: z.record(z.string(), z.union([z.string(), z.array(z.string())])).default({}),
});

export const submit = post('submit', body, async (world, act) =>
  replyOf(await submitView(world, act)),
);
