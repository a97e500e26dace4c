import { namePlace, scopeOf } from '../domain/governance/lock-place.ts';
import type { Plain } from '../domain/kernel/change.ts';
import type { Target } from '../domain/kernel/target.ts';
import { type Instant, instant } from '../domain/kernel/time.ts';
import type { LedgerLine } from '../ports/records.ts';
import type { Moved } from './changed.ts';
import { offer } from './parts.ts';
import type { Line, Offer } from './view.ts';

/** What of the ledger is about no deployment, read: whose, what, when. */
interface Entry {
  /** `lock`, `blackout`, `target` before a place; for anything else the subject itself. */
  readonly kind: string;
  readonly subject: string;
  readonly place: Target | null;
  readonly what: string;
  readonly by: string;
  readonly at: Instant;
  readonly because: string | null;
  readonly evidence: { readonly [key: string]: Plain };
}

/** What may have changed how something behaves, or who may change it; questions and reminders did not. */
const MOVES: Readonly<Record<string, string>> = {
  'lock:locked': 'locked',
  'lock:unlocked': 'unlocked',
  'lock:expired': 'unlocked, its time was over,',
  'lock:taken-over': 'lock taken over',
  'blackout:blackout-added': 'closed',
  'blackout:blackout-ended': 'opened again',
  'configuration:in-force': 'in force',
  'configuration:proposed': 'proposed, not in force',
  'calendar:read': 'read for the first time',
  'calendar:changed': 'closes something else',
  'calendar:opens': 'is about to close less',
  'calendar:failing': 'cannot be read',
  'calendar:recovered': 'can be read again',
  'target:found': 'serves what no deployment put there',
  'target:explained': 'explained: what no deployment put there',
  'target:adopted': 'adopted: what no deployment put there',
  'target:known again': 'serves again what was deployed',
};

/** Whether it is about this environment and service, where they are given; what has no place is about all. */
export function isAbout(
  line: LedgerLine,
  environment: string | null,
  service: string | null,
): boolean {
  const { place } = read(line);
  if (place === null) return true;
  if (environment !== null && place.environment !== environment) return false;
  return service === null || place.service === service || scopeOf(place) === 'environment';
}

/** A rule that changed, a lock, a blackout, or what serves though nobody deployed it; null for anything else. */
export function movedRule(line: LedgerLine): Moved | null {
  const entry = read(line);
  const word = MOVES[`${entry.kind}:${entry.what}`];
  if (word === undefined || isAsFound(entry)) return null;
  const name = entry.place ? namePlace(entry.place) : nameOf(entry);
  const found = versionsOf(entry.evidence);
  const said: Line = entry.because === null ? [] : [': ', { foreign: entry.because }];
  const versions: Line = found === '' ? [] : [' (', { foreign: found }, ')'];
  return {
    at: entry.at,
    line: [{ bold: name }, ` · ${word} `, ...versions, 'by ', { person: entry.by }, ...said],
    plain: `${name} ${word} by ${entry.by}${entry.because === null ? '' : `: ${entry.because}`}`,
    offers: [why(entry, line.ref, name)],
  };
}

function nameOf({ kind, subject }: Entry): string {
  return kind === 'calendar' ? subject.replace(':', ' ') : `configuration ${subject}`;
}

/** What served before the first deployment was taken as found: nothing moved. */
function isAsFound({ kind, what, by }: Entry): boolean {
  return kind === 'target' && what === 'adopted' && by === 'fairway';
}

function why({ kind, subject, place }: Entry, ref: string, name: string): Offer {
  const command = (): string => {
    if (kind === 'lock') return '/release locks';
    if (kind === 'blackout') return '/release blackout list';
    if (kind === 'calendar') return '/release calendar';
    if (place) return `/release status ${place.service} in ${place.environment}`;
    return `/release configuration ${subject}`;
  };
  return offer(`why:${ref}`, 'Why?', command(), { spoken: `Why ${name}?` });
}

function read({ body }: LedgerLine): Entry {
  const subject = textOf(body['subject']) ?? '';
  const [kind = '', service, environment] = subject.split(':');
  const placed = service !== undefined && environment !== undefined;
  const evidence = body['evidence'];
  const told = isRecord(evidence) ? evidence : {};
  return {
    kind: placed ? kind : kindOf(subject),
    subject,
    place: placed ? { service, environment } : null,
    what: textOf(body['what']) ?? '',
    by: textOf(body['by']) ?? '',
    at: instant(Date.parse(textOf(body['at']) ?? '')),
    because: textOf(told['because']),
    evidence: told,
  };
}

function kindOf(subject: string): string {
  if (subject.startsWith('calendar:')) return 'calendar';
  return /^C-\d+$/.test(subject) ? 'configuration' : subject;
}

/** Versions of what was found to serve. */
function versionsOf({ found }: Entry['evidence']): string {
  if (!Array.isArray(found)) return '';
  return found.flatMap((one) => (isRecord(one) ? (textOf(one['version']) ?? []) : [])).join(', ');
}

function isRecord(value: Plain | undefined): value is { readonly [key: string]: Plain } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: Plain | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
