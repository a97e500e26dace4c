import { z } from 'zod';

/** What ends a life by itself: the `nth` time it reaches the point `at`. */
export const End = z.object({
  signal: z.enum(['SIGKILL', 'SIGSTOP']),
  at: z.string(),
  nth: z.number().int().min(1),
  /** For `flying:…`: so long after the call was sent. */
  flyMs: z.number(),
});
export type End = z.infer<typeof End>;

/** deploy.sh as the executor: how much it promises, where its world is, and which verb dawdles. */
export const Script = z.object({
  file: z.string(),
  world: z.string(),
  dedup: z.enum(['cas', 'observe', 'none']),
  slow: z.object({ verb: z.string(), beforeMs: z.number(), afterMs: z.number() }).nullable(),
});
export type Script = z.infer<typeof Script>;

export const Orders = z.object({
  databaseUrl: z.string(),
  queue: z.object({ kind: z.enum(['postgres', 'redis']), url: z.string() }),
  adminUrl: z.string(),
  leaseMs: z.number(),
  sweepMs: z.number(),
  /** How wrong this process's own clock is. */
  skewMs: z.number(),
  /** From when on it is wrong in another way, since its start. */
  jumps: z.array(z.object({ afterMs: z.number(), skewMs: z.number() })),
  /** YAML of the organisation besides: rules that the trial wants. */
  rules: z.string(),
  withdrawMs: z.number(),
  end: End.nullable(),
  /** Deploys by the script; by the fleet where there is none. */
  script: Script.nullable(),
});
export type Orders = z.infer<typeof Orders>;

/** From the one who kills to Fairway. */
export const Order = z.object({ n: z.number(), line: z.string(), by: z.enum(['ana', 'bo']) });

/** And back. */
export const Said = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('point'), name: z.string() }),
  z.object({ type: z.literal('reply'), n: z.number(), kind: z.string(), text: z.string() }),
  z.object({ type: z.literal('fenced') }),
]);
export type Said = z.infer<typeof Said>;

export const EFFECTS = ['prestage', 'start', 'shift', 'finish'] as const;

/**
 * The boundaries of a step: its intent is recorded and nothing was sent; the call is on its way; it
 * was answered and the answer is not recorded. And those between steps.
 */
export const POINTS: readonly string[] = [
  ...EFFECTS.flatMap((verb) => [`asked:${verb}`, `flying:${verb}`, `answered:${verb}`]),
  'observed',
  'measured',
  'recorded',
  'rung:advance',
  'rung:deliver',
  'woken',
];
