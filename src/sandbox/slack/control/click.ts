import { z } from 'zod';
import { clickMessage, clickView } from '../acts/click.ts';
import { post, replyOf } from './endpoint.ts';

const press = {
  user: z.string(),
  action_id: z.string(),
  block_id: z.string().optional(),
  value: z.string().optional(),
  selected: z.union([z.string(), z.array(z.string())]).optional(),
};

const body = z.union([
  z.strictObject({ ...press, channel: z.string(), ts: z.string() }),
  z.strictObject({ ...press, view_id: z.string() }),
  z.strictObject({ ...press, home: z.literal(true) }),
]);

export const click = post('click', body, async (world, act) =>
  replyOf('ts' in act ? await clickMessage(world, act) : await clickView(world, act)),
);
