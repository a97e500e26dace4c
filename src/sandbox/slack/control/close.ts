import { z } from 'zod';
import { closeModal } from '../acts/close.ts';
import { post, replyOf } from './endpoint.ts';

const body = z.strictObject({ user: z.string(), view_id: z.string().optional() });

export const close = post('close', body, async (world, act) =>
  replyOf(await closeModal(world, act)),
);
