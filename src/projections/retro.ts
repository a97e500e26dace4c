import { type Deployment, isOver } from '../domain/deployment/deployment.ts';
import type { Approval } from '../domain/governance/approval.ts';
import type { Incident } from '../domain/incident/incident.ts';
import { sayDuration } from '../domain/kernel/duration.ts';
import { type Instant, instant } from '../domain/kernel/time.ts';
import type { LedgerLine } from '../ports/records.ts';
import { header, list, note, text } from './parts.ts';
import type { View } from './view.ts';
import { plainAt, titleOf } from './words.ts';

/** One thing that happened, of whatever was part of it. */
interface Moment {
  readonly at: Instant;
  /** The entry of the ledger that proves it, such as `D-12#7`. */
  readonly ref: string;
  readonly by: string;
  readonly what: string;
}

/** All that is known of how a deployment went, for those who talk about it afterwards. */
export interface Retro {
  readonly d: Deployment;
  readonly outcome: string;
  /** What people will ask first: how long it waited, ran, was met by people. */
  readonly times: readonly (readonly [what: string, lasted: string])[];
  /** Who said yes, and for which rule. */
  readonly approvals: readonly string[];
  readonly incidents: readonly string[];
  readonly verdict: string | null;
  /** What users wrote after it; null or left out where nothing can be compared. */
  readonly users: string | null;
  /** Oldest first. */
  readonly timeline: readonly Moment[];
}

/** What a retrospective is made of: the deployment, what it led to, and the ledger of all of them. */
export interface Told {
  readonly d: Deployment;
  readonly rollback: Deployment | null;
  readonly incidents: readonly Incident[];
  readonly ledger: readonly LedgerLine[];
  readonly users?: string | null;
  readonly now: Instant;
}

/** Puts together what happened, in the order in which it did. Nothing here is anybody's opinion. */
export function retroOf({ d, rollback, incidents, ledger, users = null, now }: Told): Retro {
  return {
    d,
    outcome: outcomeOf(d, rollback),
    times: timesOf(d, rollback, now),
    approvals: d.approvals.map(approvalOf),
    incidents: incidents.map(({ id, severity, title, status }) => {
      return `${id} (${severity}, ${status}): ${title}`;
    }),
    verdict: d.progress.verdict?.why ?? null,
    users,
    timeline: ledger.map(momentOf).toSorted((a, b) => a.at - b.at || place(a.ref) - place(b.ref)),
  };
}

function approvalOf({ by, at, rules = [] }: Approval): string {
  const named = rules.map(({ rule }) => `"${rule}"`).join(', ');
  return `${by} at ${plainAt(at)}${named === '' ? '' : `, for ${named}`}`;
}

/** Entries of the same moment stand as they were written. */
function place(ref: string): number {
  return Number(ref.split('#')[1] ?? 0);
}

function momentOf({ ref, body }: LedgerLine): Moment {
  const { what, by, at, evidence } = body;
  const said = evidence !== null && typeof evidence === 'object' ? sayEvidence(evidence) : '';
  const time = instant(Date.parse(String(at)));
  return { at: time, ref, by: String(by), what: `${String(what)}${said}` };
}

/** What an entry says in words already; the rest of its evidence is in the ledger under its number. */
const WORDS = ['why', 'note', 'because', 'intent', 'version', 'title', 'rule'] as const;

function sayEvidence(evidence: object): string {
  const said = WORDS.flatMap((name) => {
    const value = Reflect.get(evidence, name);
    return typeof value === 'string' && value !== '' ? [value] : [];
  });
  return said.length === 0 ? '' : `: ${said.join('; ')}`;
}

function outcomeOf(d: Deployment, rollback: Deployment | null): string {
  if (!isOver(d)) return `${titleOf(d)} is not over yet.`;
  const why = d.outcome ? `: ${d.outcome.why}` : '';
  const back = rollback ? ` ${rollback.id} returned to ${rollback.artifact.version}.` : '';
  return `${titleOf(d)} ${d.status}${why}.${back}`;
}

function timesOf(d: Deployment, rollback: Deployment | null, now: Instant) {
  const spans: readonly (readonly [string, Instant | null, Instant | null])[] = [
    ['From the request to the start', d.requestedAt, d.startedAt],
    ['From the start to the end', d.startedAt, d.finishedAt ?? now],
    ['People met the new version for', d.exposedAt, metUntil(d, rollback, now)],
    [
      'From the decision to go back to being back',
      rollback?.requestedAt ?? null,
      rollback?.finishedAt ?? null,
    ],
  ];
  return spans.flatMap(([what, from, to]) => {
    return from !== null && to !== null ? [[what, sayDuration(to - from)] as const] : [];
  });
}

function metUntil(d: Deployment, rollback: Deployment | null, now: Instant): Instant | null {
  if (rollback) return rollback.finishedAt ?? now;
  return d.status === 'failed' ? d.finishedAt : null;
}

/** What people see in the chat: the outcome, the times, who decided, and the newest of the timeline. */
export function retroView(retro: Retro, most: number): View {
  const { d, outcome, times, approvals, incidents, verdict, timeline } = retro;
  const title = `Retrospective of ${titleOf(d)} (${d.id})`;
  const shown = timeline.slice(-most);
  const left = timeline.length - shown.length;
  return {
    text: `${title}. ${outcome} ${times.map(([what, lasted]) => `${what}: ${lasted}.`).join(' ')}`,
    parts: [
      header(title),
      text({ foreign: outcome }),
      list(
        'How long',
        times.map(([what, lasted]) => plain(`${what}: ${lasted}`)),
      ),
      ...(verdict ? [text({ bold: 'Evidence' }, ' ', { foreign: verdict })] : []),
      ...(retro.users ? [text({ bold: 'Users' }, ` ${retro.users}`)] : []),
      ...(approvals.length > 0 ? [list('Approved by', approvals.map(plain))] : []),
      ...(incidents.length > 0 ? [list('Incidents', incidents.map(plain))] : []),
      list(
        left > 0 ? `What happened, the last ${most} of ${timeline.length}` : 'What happened',
        shown.map(({ at, ref, by, what }) => ({
          mark: 'plain' as const,
          line: [
            { at, as: 'time' as const },
            ' ',
            { code: ref },
            ' ',
            { foreign: `${by} ${what}` },
          ],
        })),
      ),
      note([`As Markdown, with all of it: `, { code: `/release retro ${d.id} markdown` }]),
    ],
  };
}

function plain(words: string) {
  return { mark: 'plain', line: [{ foreign: words }] } as const;
}

/** So much is shown whole in one piece of a message. */
const PIECE = 2_500;

/** The same as a document to copy, in as many pieces as it takes. */
export function retroDocument(retro: Retro): View {
  const pieces: string[][] = [];
  let length = PIECE;
  for (const line of retroMarkdown(retro).split('\n')) {
    if (length + line.length > PIECE) {
      pieces.push([]);
      length = 0;
    }
    pieces.at(-1)?.push(line);
    length += line.length + 1;
  }
  return {
    text: `Retrospective of ${titleOf(retro.d)} (${retro.d.id}) as Markdown. ${retro.outcome}`,
    parts: pieces.map((lines) => ({ part: 'output', lines })),
  };
}

/** Facts first, then the questions that only people can answer. */
export function retroMarkdown(retro: Retro): string {
  const { d, outcome, times, approvals, incidents, verdict, timeline } = retro;
  return [
    `# Retrospective of ${titleOf(d)} (${d.id})`,
    outcome,
    ...section(
      'How long',
      times.map(([what, lasted]) => `${what}: ${lasted}`),
    ),
    ...section('Evidence', verdict ? [verdict] : []),
    ...section('Users', retro.users ? [retro.users] : []),
    ...section('Approved by', approvals),
    ...section('Incidents', incidents),
    ...section(
      'What happened',
      timeline.map(({ at, ref, by, what }) => `${plainAt(at)} \`${ref}\` ${by} ${what}`),
    ),
    '## What went well\n\n-',
    '## What did not\n\n-',
    '## What we change\n\n- [ ] ',
  ].join('\n\n');
}

function section(title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  return [`## ${title}`, lines.map((line) => `- ${harmless(line)}`).join('\n')];
}

/** Others wrote much of it: none of that becomes a heading, a link or a picture. */
function harmless(line: string): string {
  return line.replace(/\s+/g, ' ').replace(/[\\*_{}[\]()#+!|<>~]/g, String.raw`\$&`);
}
