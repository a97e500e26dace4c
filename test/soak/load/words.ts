import { z } from 'zod';

/** What the process under load is told. */
export const LoadOrders = z.object({
  databaseUrl: z.string(),
  slackUrl: z.string(),
  secret: z.string(),
});
export type LoadOrders = z.infer<typeof LoadOrders>;
