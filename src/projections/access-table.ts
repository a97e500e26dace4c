import type { Access } from '../domain/deployment/access.ts';
import type { Held } from '../domain/deployment/access-history.ts';
import type { Instant } from '../domain/kernel/time.ts';
import {
  type AccessRecord,
  type DoneByRight,
  type Giver,
  giverOf,
  sayDone,
  sayGiver,
} from './access-record.ts';

const COLUMNS = ['environment', 'service', 'person', 'may', 'rule', 'groups', 'account'] as const;

/** Rights as RFC 4180 has them, one a line; what a sheet would take for a formula is harmless. */
export function accessTable(all: readonly Access[]): readonly string[] {
  return csv(COLUMNS, all.map(cellsOf));
}

function cellsOf(one: Access): readonly string[] {
  return COLUMNS.map((column) => {
    const value = one[column];
    return typeof value === 'object' ? value.join(' ') : String(value);
  });
}

const RECORD_COLUMNS = [
  'kind',
  ...COLUMNS,
  'since',
  'atLeast',
  'until',
  'version',
  'commit',
  'writtenBy',
  'approvedBy',
  'how',
  'endedBy',
  'subject',
] as const;

/** Every right, delegation, broken glass and lock of a period, one a row; `kind` says which. */
function recordRows(record: AccessRecord): readonly (readonly string[])[] {
  return [
    ...record.rights.map((one) => ['right', ...cellsOf(one.what), ...spell(one, record), '']),
    ...record.delegations.map((one) => {
      const { from, to, since, until, zone, because } = one.what;
      const may = `decide for ${from} from ${since} to ${until} ${zone}: ${because}`;
      return ['delegation', '', '', to, may, 'delegations', '', '', ...spell(one, record), ''];
    }),
    ...record.glass.map((one) => ['break-glass', ...done(one)]),
    ...record.locks.map((one) => ['lock', ...done(one)]),
  ];
}

/** The same as RFC 4180 has it, with a head. */
export function recordTable(record: AccessRecord): readonly string[] {
  return csv(RECORD_COLUMNS, recordRows(record));
}

function spell(held: Held<unknown, Giver>, record: AccessRecord): readonly string[] {
  const { version, commit, wrote, approved, how } = giverOf(held.givenBy, record);
  return [
    written(held.since),
    String(held.atLeast),
    held.until === null ? '' : written(held.until),
    version,
    commit,
    wrote.join(' '),
    approved.join(' '),
    how,
    held.until === null ? '' : sayGiver(held.endedBy, record),
  ];
}

function done(one: DoneByRight): readonly string[] {
  const { environment, service, by, at, ref } = one;
  const nothing = Array.from({ length: 8 }, () => '');
  return [environment, service, by, sayDone(one), '', '', '', written(at), ...nothing, ref];
}

/** ISO 8601 in UTC. */
function written(at: Instant): string {
  return new Date(at).toISOString();
}

function csv(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return [head, ...rows].map((row) => row.map(cell).join(','));
}

function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
