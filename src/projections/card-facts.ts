import { shortDigest } from '../domain/artifact/artifact.ts';
import { authorsOf, slotsOf, validOf } from '../domain/deployment/consent.ts';
import { type Deployment, isOver } from '../domain/deployment/deployment.ts';
import { isWarm, warmUntil } from '../domain/deployment/warm.ts';
import { instant } from '../domain/kernel/time.ts';
import { reviewNote } from './glass.ts';
import { approver } from './handed-on.ts';
import { fearedLine } from './known-modes.ts';
import { clauses, fields } from './parts.ts';
import { riskLine } from './risk.ts';
import type { Line, Part, Span } from './view.ts';
import { near } from './words.ts';

/** What one must know to decide; the rest stands small in the footer, so that the card fits a screen. */
export function facts(d: Deployment): Part {
  const change: Line = [`${d.previous?.version ?? 'nothing'} → `, { bold: d.artifact.version }];
  if (d.kind === 'rollback') {
    return fields([
      ['From → to', change],
      ['Undoes', [{ code: d.rollbackOf ?? '' }]],
      ['Trigger', trigger(d)],
    ]);
  }
  const asked: readonly [string, Line] = ['Requested by', [{ person: d.requestedBy }]];
  const fixes: readonly [string, Line] | null = d.fixes
    ? ['Fixes', [{ foreign: d.fixes }, d.fixesUnknown ? ' (not known here)' : '']]
    : null;
  if (d.status !== 'pending')
    return fields([['Version', change], asked, fixes, ...known(d), wayBack(d), warm(d)]);
  return fields([
    ['Version', change],
    asked,
    fixes,
    ['Strategy', [d.strategy]],
    d.risk ? ['Risk', riskLine(d.risk)] : null,
    ...known(d),
    ['Returns to', [d.previous?.version ?? 'nothing: there is no version before']],
  ]);
}

/** What is known to go wrong with it, while it may yet. */
function known(d: Deployment): readonly ReturnType<typeof fearedLine>[] {
  return isOver(d) ? [] : [fearedLine(d.feared ?? [])];
}

/** Whether one could return from it; of what is over only where there is something to return from. */
function wayBack(d: Deployment): readonly [string, Line] | null {
  const isLeft = d.rolledBackBy !== null || d.status === 'failed' || d.status === 'cancelled';
  if (isLeft) return null;
  if (!d.previous) return ['Way back', ['none: nothing served before it']];
  const { wayBack: back } = d;
  if (!back) return ['Way back', [`${d.previous.version}, not looked for yet`]];
  const { changed = [] } = back;
  const others: Line =
    changed.length > 0 ? ['; changed since the first look: ', { foreign: changed.join(', ') }] : [];
  const checked: Line = [', checked ', near(back.at, d.requestedAt), ...others];
  if (back.lacks.length === 0)
    return ['Way back', ['Rollback ready: ', { bold: back.to.version }, ...checked]];
  return ['Way back', ['Not ready: ', { foreign: back.lacks.join('; ') }, ...checked]];
}

/** Until when all traffic can be switched back at once, in the reader's own time. */
function warm(d: Deployment): readonly [string, Line] | null {
  if (!isWarm(d)) return null;
  const until = warmUntil(d);
  const version = d.previous?.version ?? '';
  if (until === null) return ['Stand-by', [`${version} stays warm until somebody goes on`]];
  return ['Stand-by', [`${version} stays warm until `, near(until, d.requestedAt)]];
}

function trigger(d: Deployment): Line {
  const because: Line = d.because === null ? [] : [': ', ...clauses(d.because)];
  return d.requestedBy === 'fairway'
    ? ['automatic', ...because]
    : [{ person: d.requestedBy }, ...because];
}

/** Which one it is and when what happened, then what only some states have to say. */
export function footer(d: Deployment): readonly Line[] {
  return [
    [
      { code: d.id },
      ' · ',
      d.strategy,
      ' · image ',
      { code: shortDigest(d.artifact.digest) },
      ' · asked ',
      { at: d.requestedAt },
      ...times(d),
    ],
    ...consent(d),
    ...(isOver(d) ? reviewNote(d) : []),
    ...(d.spared ?? []).map((one): Line => [{ foreign: one }]),
    ...silent(d),
  ];
}

function times(d: Deployment): Line {
  return [
    ...moment(' · started ', d.startedAt, d),
    ...moment(' · ended ', d.finishedAt, d),
    ...(d.status === 'pending' ? moment(' · expires ', d.expiresAt, d) : []),
  ];
}

function moment(word: string, at: Deployment['startedAt'], d: Deployment): readonly Span[] {
  return at === null ? [] : [word, near(at, d.requestedAt)];
}

/** While it waits the card lists who must say yes; afterwards one line is enough. */
function consent(d: Deployment): readonly Line[] {
  if (d.kind === 'rollback') return [];
  if (d.status === 'pending') {
    return slotsOf(d).length > 0 ? [[...who(d), ' somebody else approves.', ...good(d)]] : [];
  }
  const once = d.approvals.filter((a, i) => d.approvals.findIndex(({ by }) => by === a.by) === i);
  if (once.length === 0) return [];
  const people = once.flatMap((a, i): Span[] => [i === 0 ? '' : ', ', ...approver(a)]);
  return [['Approved by ', ...people]];
}

/** Why it is not for everybody of the groups to approve. */
function who(d: Deployment): Line {
  const asked: Line = [{ person: d.requestedBy }, ' asked'];
  const authors = authorsOf(d).filter((person) => person !== d.requestedBy);
  if (authors.length === 0) return [...asked, ', so'];
  const wrote = authors.flatMap((person, i): Span[] => [i === 0 ? ' and ' : ', ', { person }]);
  return [...asked, ...wrote, ' wrote it, so'];
}

/** Until when what was approved may start. */
function good(d: Deployment): Line {
  const ends = validOf(d).flatMap((a) => a.validUntil ?? []);
  if (ends.length === 0) return [];
  return [' Approved until ', near(instant(Math.min(...ends)), d.requestedAt), '.'];
}

function silent(d: Deployment): readonly Line[] {
  if (!(d.progress.silence && d.progress.heardAt)) return [];
  const { heardAt } = d.progress;
  return [['Last sign of life ', { at: heardAt }, '. Pause, abort and roll back still work.']];
}
