import type { Fired } from '../domain/deployment/replay-triggers.ts';
import { sayDuration } from '../domain/kernel/duration.ts';
import type { Target } from '../domain/kernel/target.ts';
import type { Instant } from '../domain/kernel/time.ts';
import { factorOf, type Pair } from '../domain/verdict/burn.ts';
import type { Objective } from '../domain/verdict/objective.ts';
import { header, list, note, text } from './parts.ts';
import type { Item, Line, View } from './view.ts';
import { plainAt } from './words.ts';

const MOST_SHOWN = 30;

export interface Replay {
  readonly target: Target;
  readonly objective: Objective;
  readonly pairs: readonly Pair[];
  readonly forMs: number;
  readonly fired: readonly Fired[];
  /** How many deployments people met in that time. */
  readonly looked: number;
}

/** What would have been undone when, by which deployment, and what became of it without. */
export function replayView({ target, objective, pairs, forMs, fired, looked }: Replay): View {
  const place = `${target.service} in ${target.environment}`;
  const title = `Triggers of ${place} over the last ${sayDuration(forMs)}`;
  const shown = fired.slice(-MOST_SHOWN);
  const sum = `${fired.length} of ${looked} deployments would have been undone`;
  const rules = pairs.map((pair) => sayPair(pair, objective)).join(', or ');
  const by = `${objective.name} ${Number((objective.target * 100).toFixed(3))} %: ${rules}, or 2 % of the budget by one deployment alone. Nothing was changed.`;
  return {
    text: `${title}: ${sum}. ${shown.map((one) => `${plainAt(one.at)} ${one.d.id}: ${one.why}; ${fate(one)}`).join('. ')}${fired.length > 0 ? '. ' : ''}${by}`,
    parts: [
      header(title),
      text({ bold: sum }),
      ...(shown.length > 0 ? [list(null, shown.map(item))] : []),
      ...(fired.length > shown.length
        ? [note([`The first ${fired.length - shown.length} are left out; name a shorter time.`])]
        : []),
      note([by]),
    ],
  };
}

function item(one: Fired): Item {
  const line: Line = [
    { at: one.at },
    ' · ',
    { code: one.d.id },
    ' ',
    { bold: one.d.artifact.version },
    ' · ',
    { foreign: one.why },
    ` · ${fate(one)}`,
  ];
  return { mark: 'plain', line };
}

/** What became of it in truth. */
function fate({ d, at }: Fired): string {
  if (d.rolledBackBy === null) return d.status === 'running' ? 'it still runs' : 'it stayed';
  const later = d.finishedAt !== null && d.status === 'failed' ? late(d.finishedAt, at) : '';
  return `rolled back by ${d.rolledBackBy}${later}`;
}

function late(then: Instant, at: Instant): string {
  return then > at ? `, ${sayDuration(then - at)} later` : '';
}

function sayPair(pair: Pair, objective: Objective): string {
  const factor = Number(factorOf(pair, objective).toFixed(1));
  return `${factor}× over ${sayDuration(pair.shortMs)} and ${sayDuration(pair.longMs)}`;
}
