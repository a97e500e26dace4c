import type { Deployment } from '../domain/deployment/deployment.ts';
import type { Closed } from '../domain/deployment/replay-closed.ts';
import type { Burned } from '../domain/deployment/replay-holds.ts';
import type { Secured } from '../domain/deployment/replay-security.ts';
import type { BurnSpell } from '../domain/deployment/replay-spells.ts';
import type { Fired } from '../domain/deployment/replay-triggers.ts';
import type { Replayed } from '../domain/deployment/replayed.ts';
import { sayDuration } from '../domain/kernel/duration.ts';
import type { Instant } from '../domain/kernel/time.ts';
import { sayBudget } from '../domain/verdict/budget.ts';
import type { Line, Span } from './view.ts';

/** More are not read in one line. */
const MOST_NAMED = 5;

/** All that would have been done, in order of time: when, what, why, to which deployments. */
export function replayLines(past: Omit<Replayed, 'looked'>): readonly Line[] {
  const all: readonly (readonly [Instant, Line])[] = [
    ...past.fired.map((one) => [one.at, undone(one)] as const),
    ...past.burned.map((one) => [one.at, held(one)] as const),
    ...past.closed.map((one) => [one.from, closed(one)] as const),
    ...past.told.map((one) => [one.at, told(one)] as const),
    ...past.secured.map((one) => [one.at, stopped(one)] as const),
  ];
  return all.toSorted(([a], [b]) => a - b).map(([, line]) => line);
}

function undone(one: Fired): Line {
  const { at, d, why } = one;
  return [
    { at },
    ' · ',
    { bold: 'undone' },
    ' ',
    { code: d.id },
    ': ',
    { foreign: why },
    fate(one),
  ];
}

function held({ at, why, held: all }: Burned): Line {
  return [{ at }, ' · ', { bold: 'held' }, ' ', ...named(all), ': ', { foreign: why }];
}

function told({ at, until, why }: BurnSpell): Line {
  return [...time(at, until), ' · ', { bold: 'told' }, ': ', { foreign: why }];
}

function closed({ from, until, worst, barred }: Closed): Line {
  const said: Line = [{ foreign: sayBudget(worst) }, ...notStarted(barred)];
  return [...time(from, until), ' · ', { bold: 'closed' }, ': ', ...said];
}

function stopped({ at, until, incident, held: all, barred, undone: back }: Secured): Line {
  return [
    ...time(at, until),
    ' · ',
    { bold: 'line stopped' },
    ' for the security incident ',
    { code: incident.id },
    ': held ',
    ...named(all),
    ...(back ? ['; undone ', ...named([back])] : []),
    ...notStarted(barred),
    ' · ',
    // Last: a long name must not cut what would have been done.
    { foreign: incident.title },
  ];
}

function notStarted(barred: readonly Deployment[]): Line {
  return barred.length === 0 ? [] : ['; not started ', ...named(barred)];
}

function time(from: Instant, until: Instant | null): Line {
  return [{ at: from }, ' to ', until === null ? 'now' : { at: until }];
}

/** `D-7 1.2.0, D-9 1.3.0 and 4 more` */
function named(all: readonly Deployment[]): Line {
  if (all.length === 0) return ['nothing, for nothing ran'];
  const shown = all
    .toSorted((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0))
    .slice(0, MOST_NAMED);
  const more = all.length - shown.length;
  return [
    ...shown.flatMap(({ id, artifact }, i): readonly Span[] => [
      i === 0 ? '' : ', ',
      { code: id },
      ` ${artifact.version}`,
    ]),
    more > 0 ? ` and ${more} more` : '',
  ];
}

/** What became of it in truth. */
function fate({ d, at }: Fired): string {
  if (d.rolledBackBy === null) return d.status === 'running' ? '; it still runs' : '; it stayed';
  const later = d.finishedAt !== null && d.status === 'failed' ? late(d.finishedAt, at) : '';
  return `; rolled back by ${d.rolledBackBy}${later}`;
}

function late(then: Instant, at: Instant): string {
  return then > at ? `, ${sayDuration(then - at)} later` : '';
}
