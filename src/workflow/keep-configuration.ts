import type { Catalog } from '../domain/catalog/catalog.ts';
import { authorsNamed } from '../domain/catalog/find.ts';
import { askedBy } from '../domain/configuration/asked.ts';
import type { Configuration, Found } from '../domain/configuration/configuration.ts';
import { effectOfAll, judgedBetween } from '../domain/configuration/effect.ts';
import { type Compared, find } from '../domain/configuration/find.ts';
import { tellAll } from '../domain/configuration/told.ts';
import type { Configurations, Wellspring } from '../ports/configurations.ts';
import type { Log } from '../ports/log.ts';
import type { Keeper } from './versions.ts';

interface Ports {
  readonly configurations: Configurations;
  readonly wellspring: Wellspring;
  /** Whether this process says what lies there; another only follows, once there is any in force. */
  readonly proposes: boolean;
  readonly log: Log;
}

/** What is in force, where what lies there could not be read at this start. */
export interface Unseen {
  readonly catalog: Catalog;
  readonly found: null;
}

/** A configuration as it was found, read. */
export interface Seen {
  readonly catalog: Catalog;
  readonly found: Found;
}

export interface ConfigurationKeeper extends Keeper {
  /** The catalog in force. */
  readonly catalog: () => Catalog;
  /** Looks whether something else lies there than at the last look, and what follows from it. */
  look(): Promise<void>;
  /** Brings where it lies up to date first; it waits for the network, so the other looks do not wait for it. */
  refresh(): Promise<void>;
  /** What is wrong with what lies there, for people; null when nothing is. */
  problem(): string | null;
}

/** The version in force cannot be read by this Fairway; each fault with its place. */
export class UnreadableError extends Error {
  readonly faults: readonly string[];
  constructor(id: string, faults: readonly string[]) {
    super(`${id}, the configuration in force, cannot be read by this Fairway`);
    this.faults = faults;
  }
}

/** Several processes may find the same thing at once; whoever comes second looks again. */
const MOST_TRIES = 3;

/**
 * Keeps the configuration in force: the one that was approved last, whatever lies in the folder. `first`
 * is what was found at this start; without any before it, it is trusted.
 * @throws UnreadableError
 */
export async function keepConfiguration(
  ports: Ports,
  first: Seen | Unseen,
): Promise<ConfigurationKeeper> {
  const { configurations, wellspring, proposes, log } = ports;
  const kept = new Map<string, Catalog>();
  let current = first.catalog;

  async function at(version: string): Promise<Catalog | null> {
    const known = kept.get(version);
    if (known) return known;
    const files = await configurations.filesOf(version);
    const read = files ? await wellspring.read(files) : null;
    if (!read?.ok) return null;
    const catalog = { ...read.catalog, version };
    kept.set(version, catalog);
    return catalog;
  }
  async function follow(): Promise<void> {
    const active = await configurations.active();
    if (!active || active.version === current.version) return;
    const next = await at(active.version);
    if (next) current = next;
    else log.error({ configuration: active.id }, 'the configuration in force cannot be read here');
  }
  async function meet(seen: Seen): Promise<void> {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const active = await configurations.active();
      const before = active && (await at(active.version));
      if (active && !before) throw await unreadable(ports, active);
      const compared = active && before && compare(active, before, seen);
      await configurations.change((standing) => find(standing, seen.found, compared));
      const now = await configurations.active();
      if (now?.id === active?.id || now?.version === seen.found.version) return;
    }
  }
  if (first.found && (proposes || !(await configurations.active()))) await meet(first);
  await follow();
  const active = await configurations.active();
  if (active && active.version !== current.version) throw await unreadable(ports, active);
  return {
    catalog: () => current,
    at,
    follow,
    async explain(key) {
      const now = await configurations.active();
      const files = now && (await configurations.filesOf(now.version));
      return files && wellspring.explain(files, now.origin.commit ?? null, key);
    },
    async patch(rule) {
      const now = await configurations.active();
      const files = now?.origin.commit ? await configurations.filesOf(now.version) : null;
      return files && now?.origin.commit ? wellspring.patch(files, now.origin.commit, rule) : null;
    },
    ...looking(ports, { follow, meet, last: first.found?.version ?? null }),
  };
}

/** Looks again and again at what lies there, and remembers what is wrong with it. */
function looking(
  { configurations, wellspring, proposes, log }: Ports,
  after: {
    readonly follow: () => Promise<void>;
    readonly meet: (seen: Seen) => Promise<void>;
    readonly last: string | null;
  },
): Pick<ConfigurationKeeper, 'look' | 'refresh' | 'problem'> {
  const { follow, meet } = after;
  let last = after.last;
  let faults: readonly string[] = [];
  let away: string | null = null;
  async function look(): Promise<void> {
    await follow();
    if (!proposes) return;
    const before = await configurations.active();
    const seen = await wellspring.look(before?.origin.commit ?? null);
    const wrong = seen.ok ? [] : seen.faults;
    if (wrong.length > 0 && wrong.join() !== faults.join())
      log.error({ faults: wrong }, 'a configuration with faults; the one in force stays');
    faults = wrong;
    if (!seen.ok || seen.found.version === last) return;
    await meet(seen);
    last = seen.found.version;
    await follow();
  }
  return {
    look,
    async refresh() {
      await wellspring.refresh?.();
      const why = wellspring.problem?.() ?? null;
      if (why !== null && why !== away) log.error({ why }, 'the configuration in force stays');
      if (why === null && away !== null) log.info({}, 'the configuration can be fetched again');
      away = why;
      await look();
    },
    problem() {
      const wrong = faults.length > 0 ? `not taken: ${faults.join('; ')}` : null;
      return away ?? wrong;
    },
  };
}

function compare(active: Configuration, before: Catalog, { catalog, found }: Seen): Compared {
  const judged = judgedBetween(before, catalog);
  const effect = effectOfAll(judged);
  const signed = found.origin.signed ?? [];
  const barred = [...authorsNamed(before, signed), ...authorsNamed(catalog, signed)];
  return {
    base: active.id,
    effect,
    changes: tellAll(judged),
    asks: effect === 'loosens' ? askedBy(judged, before) : [],
    barred: [...new Set(barred)],
  };
}

async function unreadable(
  { configurations, wellspring }: Pick<Ports, 'configurations' | 'wellspring'>,
  active: Configuration,
): Promise<UnreadableError> {
  const files = await configurations.filesOf(active.version);
  const read = await wellspring.read(files ?? []);
  return new UnreadableError(active.id, read.ok ? [] : read.faults);
}
