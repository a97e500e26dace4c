/**
 * Who is asking, as established at the moment they ask. `id` is the principal of the organisation's
 * people (`ana`), or null for somebody the configuration does not know; `kind` is what the chat says
 * of the account. Names are for showing only, never for deciding.
 */
export interface Actor {
  readonly id: string | null;
  readonly account: string;
  readonly name: string;
  readonly kind: 'member' | 'guest' | 'outsider' | 'bot' | 'deactivated';
  readonly groups: readonly string[];
}

/** How the ledger names somebody: the principal, or the account that nobody has linked to one. */
export function principal(actor: Actor): string {
  return actor.id ?? `account:${actor.account}`;
}
