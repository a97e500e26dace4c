import type { Instant } from '../kernel/time.ts';
import type { Asked } from './asked.ts';
import type { Configuration, ConfigurationId, Found } from './configuration.ts';
import { type ConfigurationChange, create, move, together } from './moves.ts';
import type { Told } from './told.ts';

/** What of all versions a decision may rely on. */
export interface Standing {
  readonly active: Configuration | null;
  /** The one that waits for approvals, if any does. */
  readonly proposed: Configuration | null;
  /** The one that was found last. */
  readonly newest: Configuration | null;
  /** The id of the next one. */
  readonly next: ConfigurationId;
  readonly now: Instant;
}

/** What was found, laid beside the version in force. */
export interface Compared {
  readonly base: ConfigurationId;
  readonly effect: 'tightens' | 'neutral' | 'loosens';
  readonly changes: readonly Told[];
  readonly asks: readonly Asked[];
  readonly barred: readonly string[];
}

/**
 * What becomes of a configuration that was found. The very first is trusted. What tightens the rules or
 * leaves them comes into force at once; what loosens them waits for whom the rules in force ask. Null
 * when nothing follows: it is in force, it waits or was rejected already, or another came into force
 * since it was compared.
 */
export function find(
  at: Standing,
  found: Found,
  compared: Compared | null,
): ConfigurationChange | null {
  const { active, proposed, newest } = at;
  if (!active) return putInForce(at, found, { effect: 'trusted' });
  if (active.version === found.version) {
    return proposed && withdraw(proposed, 'its folder says again what is in force', at.now);
  }
  if (compared?.base !== active.id || isAnswered(newest, found, active)) return null;
  const parts = [
    ...(proposed ? [withdraw(proposed, 'its folder says something else since', at.now)] : []),
    compared.effect === 'loosens' ? propose(at, found, compared) : putInForce(at, found, compared),
  ];
  return together(...parts);
}

/** Whoever has the database puts it into force, whatever the rules say; it leaves its trace. */
export function adopt(at: Standing, found: Found, because: string): ConfigurationChange | null {
  const { active, proposed } = at;
  if (active?.version === found.version) return null;
  const why = 'another was adopted on the machine';
  return together(
    ...(proposed && proposed.version !== found.version ? [withdraw(proposed, why, at.now)] : []),
    ...(proposed?.version === found.version ? [withdraw(proposed, 'it was adopted', at.now)] : []),
    putInForce(at, found, { effect: 'adopted' }, { by: 'operator', because }),
  );
}

/** A version that waits, or that somebody said no to, is not asked about again until another was found. */
function isAnswered(newest: Configuration | null, found: Found, active: Configuration): boolean {
  if (newest?.version !== found.version || newest.base !== active.id) return false;
  return newest.status === 'proposed' || newest.status === 'rejected';
}

type Plan = Pick<Configuration, 'effect'> & Partial<Pick<Configuration, 'changes' | 'barred'>>;

function rowOf({ active, next, now }: Standing, { version, origin }: Found): Configuration {
  return {
    id: next,
    version,
    origin,
    status: 'proposed',
    foundAt: now,
    activeSince: null,
    base: active?.id ?? null,
    effect: 'neutral',
    changes: [],
    asks: [],
    barred: [],
    approvals: [],
    ended: null,
    revision: 0,
  };
}

function propose(at: Standing, found: Found, compared: Compared): ConfigurationChange {
  const row = { ...rowOf(at, found), ...compared };
  return create(row, found.files, 'proposed', { by: 'fairway', at: at.now, evidence: seen(row) });
}

function putInForce(
  at: Standing,
  found: Found,
  { effect, changes = [], barred = [] }: Plan,
  { by, because }: { readonly by: string; readonly because: string | null } = NOBODY,
): ConfigurationChange {
  const status = { status: 'active', activeSince: at.now } as const;
  const row = { ...rowOf(at, found), effect, changes, barred, ...status };
  const said = { by, at: at.now, evidence: { ...seen(row), because } };
  const inForce = create(row, found.files, 'in-force', said);
  return together(...(at.active ? [supersede(at.active, row, at.now)] : []), inForce);
}
const NOBODY = { by: 'fairway', because: null };

/** `after` came into force. */
export function supersede(
  active: Configuration,
  after: Pick<Configuration, 'id'>,
  now: Instant,
): ConfigurationChange {
  const said = { by: 'fairway', at: now, evidence: { after: after.id } };
  return move(active, { status: 'superseded' }, 'superseded', said);
}

function withdraw(proposed: Configuration, why: string, now: Instant): ConfigurationChange {
  const ended = { by: 'fairway', at: now, why };
  const said = { by: 'fairway', at: now, evidence: { why } };
  return move(proposed, { status: 'withdrawn', ended }, 'withdrawn', said);
}

function seen({ version, base, effect, changes, asks, barred, origin }: Configuration) {
  return {
    version,
    base,
    effect,
    changes: changes.map(({ what, from, to, effect: does }) => ({ what, from, to, effect: does })),
    asks: asks.map(({ rule, people, quorum }) => ({ rule, people, quorum })),
    barred,
    folder: origin.folder,
    commit: origin.commit ?? null,
    signed: origin.signed ?? [],
  };
}
