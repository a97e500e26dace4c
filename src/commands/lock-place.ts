import type { Catalog, Environment, Service } from '../domain/catalog/catalog.ts';
import { dependantsOf, membersOf, placementOf } from '../domain/catalog/find.ts';
import { isOver } from '../domain/deployment/deployment.ts';
import { forbids } from '../domain/deployment/rights.ts';
import type { Asking, Lock, LockChange } from '../domain/governance/lock.ts';
import {
  changePlace,
  environmentPlace,
  namePlace,
  type Place,
  platformOf,
  platformPlace,
} from '../domain/governance/lock-place.ts';
import { LOCK_RULES, type LockRules } from '../domain/governance/lock-rules.ts';
import { isRefusal, type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { Context } from '../ports/context.ts';
import type { Asked, Reply } from './command.ts';
import { deploymentNamed, environmentNamed, placeNamed } from './find.ts';
import { flag, keyword, required } from './grammar/spec.ts';
import { answer, no } from './reply.ts';

/** How every verb about a lock says which one; a button carries the token of the tenure it was shown for. */
export const lockArgs = {
  service: required('service'),
  in: keyword('environment', 'in'),
  token: flag('text'),
} as const;

interface Typed {
  readonly service: string;
  readonly in?: string | undefined;
  readonly token?: string | undefined;
}

/** What may be locked: the place, and whose it is to decide on locks of others there. */
export interface LockPlace {
  readonly place: Place;
  /** Groups. */
  readonly keepers: readonly string[];
  readonly service: Service;
  readonly environment: Environment;
}

/** A service, everything, a platform, or one deployment, where this person may do that; or why not. */
export async function lockPlaceFor(
  ctx: Context,
  { actor, line }: Asked,
  typed: Typed,
  deed: 'steer' | 'settle',
): Promise<LockPlace | Refusal> {
  const found = await findPlace(ctx, typed, line);
  return isRefusal(found) ? found : (forbids(actor, deed, found, ctx.catalog()) ?? found);
}

async function findPlace(ctx: Context, typed: Typed, line: string): Promise<LockPlace | Refusal> {
  const catalog = ctx.catalog();
  const word = typed.service.toLowerCase();
  if (/^d-\d+$/.test(word)) return deploymentPlace(ctx, word, line);
  const platform = (catalog.platforms ?? []).find(({ name }) => name === word);
  if (word !== 'everything' && !platform) {
    const one = placeNamed(ctx, { service: typed.service, environment: typed.in ?? '' }, line);
    if (isRefusal(one)) return one;
    const { service, environment } = one;
    const place = { service: service.name, environment: environment.name };
    return { place, keepers: service.owners, service, environment };
  }
  const environment = environmentNamed(ctx, typed.in ?? '', line);
  if (isRefusal(environment)) return environment;
  const arbiters = lockRules(catalog).arbiters;
  const keepers = platform?.owners ?? (arbiters.length > 0 ? arbiters : environment.deployers);
  const place = platform
    ? platformPlace(platform.name, environment.name)
    : environmentPlace(environment.name);
  return { place, keepers, service: standsFor(place.service, keepers), environment };
}

async function deploymentPlace(
  ctx: Context,
  word: string,
  line: string,
): Promise<LockPlace | Refusal> {
  const d = await deploymentNamed(ctx, word);
  if (isRefusal(d)) return d;
  const there = placeNamed(ctx, d, line);
  if (isRefusal(there)) return there;
  const { service, environment } = there;
  const place = changePlace(d.id, d.environment);
  const known = { place, keepers: service.owners, service, environment };
  if (!isOver(d)) return known;
  return refuse('over', `${d.id} is over: there is nothing to hold back.`, {
    line: `/release show ${d.id}`,
  });
}

/** Rights speak of a service; these are owned by whoever keeps the place. */
function standsFor(name: string, owners: readonly string[]): Service {
  return { name, aliases: [], owners, tier: 4, tags: [], capability: null, environments: {} };
}

/** Who owns what depends on what is locked; of everything, or of one deployment, nobody needs to be told apart. */
export function ownersOfDependants(catalog: Catalog, place: Place): readonly string[] {
  const platform = catalog.platforms?.find(({ name }) => name === platformOf(place));
  const locked = platform?.services ?? [place.service];
  const there = dependantsOf(catalog, locked).filter((one) => placementOf(one, place.environment));
  return membersOf(
    catalog,
    there.flatMap(({ owners }) => owners),
  );
}

export function lockRules(catalog: Catalog): LockRules {
  return catalog.locks ?? LOCK_RULES;
}

/** How long a lock lasts when it begins or is extended, within what the rules allow; null: what they say. */
export function lease(catalog: Catalog, askedMs: number | null) {
  const { lasts, most, remind } = lockRules(catalog);
  return { lastsMs: Math.min(askedMs ?? lasts, most), remindMs: remind };
}

export function arbiters(catalog: Catalog): readonly string[] {
  return membersOf(catalog, lockRules(catalog).arbiters);
}

/** What verbs about one lock share: find it, decide on the row as it is now, record, answer. */
export async function changeLock(
  ctx: Context,
  asked: Asked,
  typed: Typed,
  decide: (lock: Lock | null, place: Place, asking: Asking) => LockChange | Refusal,
  done: (lock: Lock, name: string) => string,
  deed: 'steer' | 'settle' = 'steer',
): Promise<Reply> {
  const found = await lockPlaceFor(ctx, asked, typed, deed);
  if (isRefusal(found)) return no(found);
  const { place, keepers } = found;
  const token = typed.token === undefined ? undefined : Number(typed.token);
  const keeper = asked.actor.groups.some((group) => keepers.includes(group));
  const by = asked.actor.id ?? '';
  const catalog = ctx.catalog();
  const deciders = { keepers: membersOf(catalog, keepers), arbiters: arbiters(catalog) };
  const recorded = await ctx.store.change({ target: place }, ({ lock, now }) =>
    decide(lock, place, { by, keeper, now, token, deciders }),
  );
  if (recorded.kind !== 'recorded') return answer(recorded, '');
  const row = recorded.rows.find((one) => one.table === 'lock');
  return answer(recorded, row ? done(row.row, namePlace(place)) : '');
}
