import type { Approval } from '../domain/governance/approval.ts';
import { messageAt } from '../domain/kernel/message-link.ts';
import { type Instant, instant } from '../domain/kernel/time.ts';
import type { LedgerLine } from '../ports/records.ts';
import { plainAt } from './words.ts';

/** One thing that happened, of whatever was part of it. */
export interface Moment {
  readonly at: Instant;
  /** The entry of the ledger that proves it, such as `D-12#7`. */
  readonly ref: string;
  readonly by: string;
  readonly what: string;
  /** What an entry of this kind is called in the ledger. */
  readonly kind: string;
  /** The message of the chat that was marked. */
  readonly link: string | null;
}

/** What the ledger says, oldest first; entries of the same moment stand as they were written. */
export function timelineOf(ledger: readonly LedgerLine[]): readonly Moment[] {
  const moments = ledger.map((line) => ({ moment: momentOf(line), seq: line.seq }));
  const sorted = moments.toSorted((a, b) => a.moment.at - b.moment.at || a.seq - b.seq);
  return sorted.map(({ moment }) => moment);
}

/** What people decided, as against what followed by rule or by itself. */
export function decidedIn(timeline: readonly Moment[]): readonly Moment[] {
  return timeline.filter(({ by, kind }) => isPerson(by) && kind !== NOTED);
}

/** What people marked for the talk about it. */
export function marksIn(timeline: readonly Moment[]): readonly Moment[] {
  return timeline.filter(({ kind }) => kind === NOTED);
}

const NOTED = 'noted';

/** Everybody else in the ledger is Fairway itself, or a machine by the name of its source. */
function isPerson(by: string): boolean {
  return by !== 'fairway' && by !== 'alerts' && !/^(alert|publisher|schedule|change):/.test(by);
}

export function approvalOf({ by, at, rules = [] }: Approval): string {
  const named = rules.map(({ rule }) => `"${rule}"`).join(', ');
  return `${by} at ${plainAt(at)}${named === '' ? '' : `, for ${named}`}`;
}

function momentOf({ ref, body }: LedgerLine): Moment {
  const { what, by, at, evidence } = body;
  const said = evidence !== null && typeof evidence === 'object' ? sayEvidence(evidence) : '';
  const kind = String(what);
  const time = instant(Date.parse(madeAtIn(evidence) ?? String(at)));
  return {
    at: time,
    ref,
    by: String(by),
    kind,
    what: `${SAYS[kind] ?? kind.replaceAll('-', ' ')}${said}`,
    link: linkIn(evidence),
  };
}

/** What was changed elsewhere is told of later than it was made. */
function madeAtIn(evidence: unknown): string | null {
  const made: unknown =
    evidence !== null && typeof evidence === 'object' ? Reflect.get(evidence, 'madeAt') : null;
  return typeof made === 'string' && !Number.isNaN(Date.parse(made)) ? made : null;
}

/** The ledger may say anything; only what leads to a message becomes a link. */
function linkIn(evidence: unknown): string | null {
  const said: unknown =
    evidence !== null && typeof evidence === 'object' ? Reflect.get(evidence, 'message') : null;
  return typeof said === 'string' && messageAt(said) !== null ? said : null;
}

/** What the ledger calls otherwise than people do. */
const SAYS: Readonly<Record<string, string>> = {
  taken: 'took command',
  astray: 'found traffic elsewhere',
  'action-opened': 'wants changed',
  'action-done': 'says it is done',
  'made-elsewhere': 'changed elsewhere',
  'changed-again': 'was changed elsewhere again',
};

/** What an entry says in words already; the rest of its evidence is in the ledger under its number. */
const WORDS = [
  'why',
  'note',
  'because',
  'intent',
  'version',
  'title',
  'rule',
  'words',
  'deployment',
  'role',
  'cause',
] as const;

function sayEvidence(evidence: object): string {
  const said = WORDS.flatMap((name) => {
    const value = Reflect.get(evidence, name);
    return typeof value === 'string' && value !== '' ? [value] : [];
  });
  const alerts = alertsIn(evidence);
  const all = alerts === '' ? said : [...said, alerts];
  return all.length === 0 ? '' : `: ${all.join('; ')}`;
}

function alertsIn(evidence: object): string {
  const alerts: unknown = Reflect.get(evidence, 'alerts');
  if (!Array.isArray(alerts)) return '';
  const names = alerts.flatMap((one: unknown) => {
    const name: unknown = typeof one === 'object' && one !== null ? Reflect.get(one, 'name') : null;
    return typeof name === 'string' ? [name] : [];
  });
  return [...new Set(names)].join(', ');
}
