import type { Actor } from '../domain/kernel/actor.ts';

/** Who stands behind an account, as the chat says at this moment; not `confirmed` when it did not say. */
export type Identify = (
  account: string,
) => Promise<{ readonly actor: Actor; readonly confirmed: boolean }>;
