import { z } from 'zod';

/** What the fleet's process tells the one that started it, over IPC. */
export const fleetMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('ready'),
    adminPort: z.number(),
    proxies: z.array(z.object({ service: z.string(), environment: z.string(), port: z.number() })),
  }),
  z.object({ type: z.literal('failed'), why: z.string() }),
  z.object({
    type: z.literal('log'),
    level: z.enum(['info', 'warn']),
    message: z.string(),
    fields: z.record(z.string(), z.unknown()),
  }),
]);
export type FleetMessage = z.infer<typeof fleetMessage>;

/** How the fleet's process is told what to do: JSON in one variable. */
export const fleetOptions = z.object({
  rates: z.record(z.string(), z.number().nonnegative()),
  pullMs: z.number().nonnegative(),
});
export type FleetOptions = z.infer<typeof fleetOptions>;
