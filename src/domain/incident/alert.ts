import type { Instant } from '../kernel/time.ts';

/** Worst first. */
export const SEVERITIES = ['critical', 'error', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** In place of a service or an environment: an alert that names none we know. */
export const NOWHERE = '*';

/**
 * One alert as a source tells of it, with the names of our own that its labels were mapped to. The same
 * `fingerprint` and `startedAt` is the same alert, however often it is told of. Text is of foreign
 * origin: cut to size, without control characters, and to be escaped wherever it is shown.
 */
export interface Alert {
  /** The source by its name in the configuration. */
  readonly source: string;
  readonly fingerprint: string;
  readonly name: string;
  readonly summary: string | null;
  readonly severity: Severity;
  /** A service and an environment of the catalog; `NOWHERE` where the alert names none. */
  readonly service: string;
  readonly environment: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  readonly url: string | null;
}

/** What the source calls the thing these alerts belong to: a group of Alertmanager, an incident of PagerDuty. */
export interface Reference {
  readonly source: string;
  readonly ref: string;
  readonly url: string | null;
}

export function isSameAlert(a: Alert, b: Alert): boolean {
  return (
    a.source === b.source && a.fingerprint === b.fingerprint && Number(a.startedAt) === b.startedAt
  );
}

/** The worse of two. */
export function worse(a: Severity, b: Severity): Severity {
  return SEVERITIES[Math.min(SEVERITIES.indexOf(a), SEVERITIES.indexOf(b))] ?? a;
}

/**
 * Foreign text as it may be kept and recorded: one line, well-formed, without control characters, and no
 * longer than `most`.
 */
export function kept(text: string, most: number): string {
  const line = text
    .toWellFormed()
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim();
  return line.length <= most ? line : `${line.slice(0, most - 1).toWellFormed()}…`;
}
