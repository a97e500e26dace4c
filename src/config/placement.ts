import { ownOf } from './schema/strategy.ts';
import { mapOf, textOf } from './select.ts';

/** One environment of a service as written, with what it inherits from the top of the file. */
export interface WrittenPlacement {
  readonly environment: string;
  /** The service's own; null: that of the environment. */
  readonly provider: unknown;
  readonly strategy: unknown;
  readonly replicas: unknown;
  readonly surge: unknown;
  readonly criteria: unknown;
  readonly objective: Readonly<Record<string, unknown>> | null;
  /** Several of them, each whole. */
  readonly objectives: unknown;
  /** null when it is not a section, which the check of forms says. */
  readonly target: Readonly<Record<string, unknown>> | null;
}

/**
 * Where a service runs, before any default: a strategy is taken whole from the environment or else
 * from the top, or from the environment it follows; criteria and target are inherited key by key, replicas and surge each
 * for itself. No `environments` means all there are.
 */
export function placementsOf(raw: unknown, all: readonly string[]): readonly WrittenPlacement[] {
  const top = mapOf(raw) ?? {};
  const strategies = strategiesIn(raw, all);
  return Object.entries(placedIn(top, all)).map(([environment, value]) => {
    const own = mapOf(value) ?? {};
    return {
      environment,
      provider: top['provider'] ?? null,
      strategy: followed(strategies.get(environment), strategies),
      replicas: own['replicas'] ?? top['replicas'] ?? null,
      surge: own['surge'] ?? top['surge'] ?? null,
      criteria: merged(top['criteria'], own['criteria']) ?? {},
      objective:
        top['objective'] == null && own['objective'] == null
          ? null
          : merged(top['objective'], own['objective']),
      objectives: own['objectives'] ?? top['objectives'] ?? null,
      target: merged(top['target'], own['target']),
    };
  });
}

/** The strategy of each environment as written, or as the top of the file says it. */
export function strategiesIn(raw: unknown, all: readonly string[]): ReadonlyMap<string, unknown> {
  const top = mapOf(raw) ?? {};
  const entries = Object.entries(placedIn(top, all));
  return new Map(
    entries.map(([environment, value]) => [
      environment,
      mapOf(value)?.['strategy'] ?? top['strategy'] ?? ROLLING,
    ]),
  );
}

/** The environment whose strategy is meant; null where it is not another's. */
export function followedBy(strategy: unknown): string | null {
  return textOf(strategy, 'kind') === 'as-in' ? textOf(strategy, 'environment') : null;
}

/** Whether that much traffic is there is a question to each place, so what requires it is not taken over. */
function followed(strategy: unknown, all: ReadonlyMap<string, unknown>): unknown {
  const name = followedBy(strategy);
  if (name === null) return strategy;
  const other = all.get(name);
  // Where there is nothing to follow, a check says so.
  if (followedBy(other) !== null) return ROLLING;
  const { requirePower: _, ...taken } = mapOf(other) ?? ROLLING;
  return { ...taken, ...ownOf(mapOf(strategy) ?? {}, taken['kind']) };
}

const ROLLING: Readonly<Record<string, unknown>> = { kind: 'rolling' };

function placedIn(top: Readonly<Record<string, unknown>>, all: readonly string[]) {
  const written = top['environments'] ?? Object.fromEntries(all.map((name) => [name, null]));
  return mapOf(written) ?? {};
}

function merged(top: unknown, own: unknown): Readonly<Record<string, unknown>> | null {
  const [under, over] = [mapOf(top ?? {}), mapOf(own ?? {})];
  return under === null || over === null ? null : { ...under, ...over };
}
