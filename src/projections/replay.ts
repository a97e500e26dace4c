import { countsOf, type Replayed } from '../domain/deployment/replayed.ts';
import { sayDuration } from '../domain/kernel/duration.ts';
import type { Target } from '../domain/kernel/target.ts';
import { factorOf, type Pair } from '../domain/verdict/burn.ts';
import type { Objective } from '../domain/verdict/objective.ts';
import { plainLine } from './calendar-news.ts';
import { header, list, note, text } from './parts.ts';
import { replayLines } from './replay-lines.ts';
import type { View } from './view.ts';

const MOST_SHOWN = 30;

export interface Replay extends Replayed {
  readonly target: Target;
  readonly objective: Objective;
  readonly pairs: readonly Pair[];
  readonly forMs: number;
}

/** What would have been undone, held, closed or stopped when, and what became of it without. */
export function replayView({ target, objective, pairs, forMs, ...past }: Replay): View {
  const place = `${target.service} in ${target.environment}`;
  const title = `Triggers of ${place} over the last ${sayDuration(forMs)}`;
  const all = replayLines(past);
  const shown = all.slice(-MOST_SHOWN);
  const sum = saySum(countsOf(past), past.looked);
  const rules = pairs.map((pair) => sayPair(pair, objective)).join(', or ');
  const by = `${objective.name} ${Number((objective.target * 100).toFixed(3))} %: ${rules}, or 2 % of the budget by one deployment alone. Nothing was changed.`;
  const left = all.length - shown.length;
  const more = left > 0 ? `The first ${left} are left out; name a shorter time.` : null;
  const says = [`${title}: ${sum}`, ...shown.map(plainLine)].map((one) => `${one}.`);
  return {
    text: [...says, ...(more === null ? [] : [more]), by].join(' '),
    parts: [
      header(title),
      text({ bold: sum }),
      ...(shown.length > 0
        ? [
            list(
              null,
              shown.map((line) => ({ mark: 'plain', line })),
            ),
          ]
        : []),
      ...(more === null ? [] : [note([more])]),
      note([by]),
    ],
  };
}

/** `1 of 12 deployments would have been undone. 2 would have been held, 3 would not have started` */
export function saySum(
  { undone, held, barred }: ReturnType<typeof countsOf>,
  looked: number,
): string {
  const more = [
    ...(held > 0 ? [`${held} would have been held`] : []),
    ...(barred > 0 ? [`${barred} would not have started`] : []),
  ];
  const first = `${undone} of ${looked} deployments would have been undone`;
  return more.length === 0 ? first : `${first}. ${more.join(', ')}`;
}

function sayPair(pair: Pair, objective: Objective): string {
  const factor = Number(factorOf(pair, objective).toFixed(1));
  return `${factor}× over ${sayDuration(pair.shortMs)} and ${sayDuration(pair.longMs)}`;
}
