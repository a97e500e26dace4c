import { z } from 'zod';
import type { Catalog } from '../domain/catalog/catalog.ts';
import { groupsOf, personOfAccount } from '../domain/catalog/find.ts';
import type { Actor } from '../domain/kernel/actor.ts';
import { type Api, call } from './api.ts';
import type { Bot } from './bot-identity.ts';

const User = z.object({
  team_id: z.string().nullish(),
  deleted: z.boolean().nullish(),
  is_bot: z.boolean().nullish(),
  is_restricted: z.boolean().nullish(),
  is_ultra_restricted: z.boolean().nullish(),
  is_stranger: z.boolean().nullish(),
  enterprise_user: z.object({ enterprise_id: z.string().nullish() }).nullish(),
  name: z.string().nullish(),
  real_name: z.string().nullish(),
  profile: z.object({ display_name: z.string().nullish() }).nullish(),
});
type User = z.infer<typeof User>;

interface Known {
  readonly kind: Actor['kind'];
  readonly name: string;
  readonly at: number;
}

export interface Identified {
  readonly actor: Actor;
  /** False when Slack did not say: the actor then counts as an outsider, who may look and not decide. */
  readonly confirmed: boolean;
}

export interface Identities {
  identify(
    who: { readonly account: string; readonly team: string | null },
    need: Need,
  ): Promise<Identified>;
}

/** What somebody is asked about for. */
export interface Need {
  readonly urgent: boolean;
  /** Something is decided by it: what was so a moment ago does not do. Left out: it does. */
  readonly decides?: boolean;
}

const FRESH_MS = 60_000;
/**
 * While Slack's API is away, who was a member today may still stop and go back: Slack itself signed
 * their act, and a stranded rollout is worse. Everything that brings something new or loosens a rule waits.
 */
const URGENT_FRESH_MS = 12 * 60 * 60_000;
const KEPT = 5000;
/** Slack knows no such user, or none it may show us: an answer, not a silence. */
const NOBODY = new Set(['user_not_found', 'user_not_visible', 'users_not_found']);

/**
 * Who stands behind an account, asked when they decide, and else remembered for a minute. The account id
 * alone decides; names are for showing. Groups are the configuration's, never the chat's.
 */
export function createIdentities(options: {
  readonly api: Api;
  readonly bot: () => Bot | null;
  readonly catalog: () => Catalog;
  readonly now: () => number;
}): Identities {
  const { api, bot, catalog, now } = options;
  const known = new Map<string, Known>();
  const ask = async (account: string, home: Bot): Promise<Known | null> => {
    const called = await call(api, 'users.info', { user: account });
    if (called.kind === 'refused' && NOBODY.has(called.error)) {
      return { kind: 'outsider', name: account, at: now() };
    }
    const read = called.kind === 'ok' ? User.safeParse(called.answer['user']) : null;
    if (!read?.success) return null;
    return { kind: kindOf(account, read.data, home), name: nameOf(account, read.data), at: now() };
  };
  const find = async (account: string, { urgent, decides }: Need): Promise<Known | null> => {
    const last = known.get(account);
    if (last && !decides && now() - last.at < FRESH_MS) return last;
    const home = bot();
    const found = home ? await ask(account, home) : null;
    if (found) return remember(known, account, found);
    const lasts = urgent && !decides && last && now() - last.at < URGENT_FRESH_MS;
    return lasts ? last : null;
  };
  return {
    async identify({ account, team }, need) {
      const found = await find(account, need);
      const home = bot();
      const foreign = home !== null && team !== null && team !== home.team && !home.enterprise;
      const person = personOfAccount(catalog(), account);
      const kind = found && !foreign ? found.kind : 'outsider';
      const groups = person ? groupsOf(catalog(), person.id) : [];
      const name = found?.name ?? person?.name ?? account;
      return {
        actor: { id: person?.id ?? null, account, name, kind, groups },
        confirmed: found !== null || foreign,
      };
    },
  };
}

function kindOf(account: string, user: User, home: Bot): Actor['kind'] {
  if (user.deleted) return 'deactivated';
  if (user.is_bot || account === 'USLACKBOT') return 'bot';
  const sameOrganisation =
    home.enterprise !== null && user.enterprise_user?.enterprise_id === home.enterprise;
  const elsewhere = user.team_id !== home.team && !sameOrganisation;
  if (user.is_stranger || elsewhere) return 'outsider';
  return user.is_restricted || user.is_ultra_restricted ? 'guest' : 'member';
}

function nameOf(account: string, user: User): string {
  return user.profile?.display_name || user.real_name || user.name || account;
}

function remember(known: Map<string, Known>, account: string, found: Known): Known {
  known.delete(account);
  known.set(account, found);
  const [oldest] = known.keys();
  if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
  return found;
}
