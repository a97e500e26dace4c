import { z } from 'zod';
import { hideCredentials } from '../kernel/credentials.ts';
import { type Instant, instant } from '../kernel/time.ts';

/** Worst first. */
export const SEVERITIES = ['critical', 'error', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** In place of a service or an environment: an alert that names none we know. */
export const NOWHERE = '*';

/**
 * One alert as a source tells of it, with the names of our own that its labels were mapped to. While it
 * is on, the same `fingerprint` is the same alert, however often it is told of. Text is of foreign
 * origin: cut to size, without control characters, and to be escaped wherever it is shown.
 */
export interface Alert {
  /** The source by its name in the configuration. */
  readonly source: string;
  readonly fingerprint: string;
  readonly name: string;
  readonly summary: string | null;
  readonly severity: Severity;
  /** Marked as a matter of security by the labels that its source is configured to mark it with. */
  readonly security?: true;
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
  /** Since when an incident is called so; left out: since it was opened. */
  readonly at?: Instant;
}

const At = z.number().transform(instant);

/** An alert as a source tells of it, before its labels are mapped to what we know. */
export const ForeignAlert = z.object({
  fingerprint: z.string(),
  name: z.string(),
  summary: z.string().nullable(),
  /** The source's own word for how bad it is; null where it has none. */
  severity: z.string().nullable(),
  labels: z.record(z.string(), z.string()),
  startedAt: At,
  endedAt: At.nullable(),
  url: z.string().nullable(),
});
export type ForeignAlert = z.infer<typeof ForeignAlert>;

/** What belongs together as the source sees it, such as a group of Alertmanager. */
export const AlertGroup = z.object({
  ref: z.string(),
  url: z.string().nullable(),
  alerts: z.array(ForeignAlert),
});
export type AlertGroup = z.infer<typeof AlertGroup>;

/**
 * Whether an alert that is on was told of before: as one still on, or as one that began then or later,
 * since messages may overtake each other. Not every source repeats when it began.
 */
export function isKnown(known: readonly Alert[], alert: Alert): boolean {
  return known.some(
    (one) => isOf(one, alert) && (one.endedAt === null || one.startedAt >= alert.startedAt),
  );
}

/** Whether the end that is told of is that of an alert known to be on; a late word of an older one is not. */
export function isEndOf(alert: Alert, known: Alert): boolean {
  if (alert.endedAt === null || known.endedAt !== null || !isOf(alert, known)) return false;
  return alert.endedAt >= known.startedAt;
}

function isOf(a: Alert, b: Alert): boolean {
  return a.source === b.source && a.fingerprint === b.fingerprint;
}

/** The worse of two. */
export function worse(a: Severity, b: Severity): Severity {
  return SEVERITIES[Math.min(SEVERITIES.indexOf(a), SEVERITIES.indexOf(b))] ?? a;
}

/** What stands so far beyond what is kept is not looked at: a body may be one long line. */
const BEYOND = 2_000;

/**
 * Foreign text as it may be kept and recorded: one line, well-formed, without control characters, without
 * what looks like a credential, and no longer than `most`.
 */
export function kept(text: string, most: number): string {
  const near = text
    .slice(0, most + BEYOND)
    .toWellFormed()
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim();
  const line = hideCredentials(near);
  return line.length <= most ? line : `${line.slice(0, most - 1).toWellFormed()}…`;
}
