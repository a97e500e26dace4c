import type { Change, Plain } from '../kernel/change.ts';
import type { Instant } from '../kernel/time.ts';
import type { Configuration, ConfigurationFile } from './configuration.ts';

/** A version as it is to be; its files come with it when it is new. */
export interface ConfigurationRow {
  readonly row: Configuration;
  readonly files?: readonly ConfigurationFile[];
}

export type ConfigurationChange = Change<ConfigurationRow, never>;

interface Said {
  readonly by: string;
  readonly at: Instant;
  readonly evidence: { readonly [key: string]: Plain };
}

export function create(
  row: Configuration,
  files: readonly ConfigurationFile[],
  what: string,
  said: Said,
): ConfigurationChange {
  return { rows: [{ row, files }], ledger: [{ subject: row.id, what, ...said }], events: [] };
}

export function move(
  before: Configuration,
  patch: Partial<Configuration>,
  what: string,
  said: Said,
): ConfigurationChange {
  const row = { ...before, ...patch, revision: before.revision + 1 };
  return { rows: [{ row }], ledger: [{ subject: row.id, what, ...said }], events: [] };
}

export function together(...changes: readonly ConfigurationChange[]): ConfigurationChange {
  return {
    rows: changes.flatMap(({ rows }) => rows),
    ledger: changes.flatMap(({ ledger }) => ledger),
    events: [],
  };
}
