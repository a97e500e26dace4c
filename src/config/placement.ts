import { mapOf } from './select.ts';

/** One environment of a service as written, with what it inherits from the top of the file. */
export interface WrittenPlacement {
  readonly environment: string;
  readonly strategy: unknown;
  readonly criteria: unknown;
  readonly objective: Readonly<Record<string, unknown>> | null;
  /** Several of them, each whole. */
  readonly objectives: unknown;
  /** null when it is not a section, which the check of forms says. */
  readonly target: Readonly<Record<string, unknown>> | null;
}

/**
 * Where a service runs, before any default: a strategy is taken whole from the environment or else
 * from the top; criteria and target are inherited key by key. No `environments` means all there are.
 */
export function placementsOf(raw: unknown, all: readonly string[]): readonly WrittenPlacement[] {
  const top = mapOf(raw) ?? {};
  const written = top['environments'] ?? Object.fromEntries(all.map((name) => [name, null]));
  return Object.entries(mapOf(written) ?? {}).map(([environment, value]) => {
    const own = mapOf(value) ?? {};
    return {
      environment,
      strategy: own['strategy'] ?? top['strategy'] ?? { kind: 'rolling' },
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

function merged(top: unknown, own: unknown): Readonly<Record<string, unknown>> | null {
  const [under, over] = [mapOf(top ?? {}), mapOf(own ?? {})];
  return under === null || over === null ? null : { ...under, ...over };
}
