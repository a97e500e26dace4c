import { countsOf, type Replayed } from '../domain/deployment/replayed.ts';
import { sayDuration } from '../domain/kernel/duration.ts';
import type { Objective } from '../domain/verdict/objective.ts';
import { header, list, note, text } from './parts.ts';
import { saySum } from './replay.ts';
import type { Item, View } from './view.ts';
import { plainAt } from './words.ts';

/** What the replay of one objective found, or why it could not be replayed. */
export type OneReplayed = { readonly service: string; readonly objective: Objective } & (
  | Replayed
  | { readonly why: string }
);

interface About {
  readonly environment: string;
  /** As it was typed, and in milliseconds. */
  readonly within: string;
  readonly forMs: number;
  /** How many more there are than were replayed. */
  readonly left: number;
}

/** A line for each objective, those that would have done most first; what is left out is said. */
export function replayAllView(
  all: readonly OneReplayed[],
  { environment, within, forMs, left }: About,
): View {
  const title = `Triggers in ${environment} over the last ${sayDuration(forMs)}`;
  const sum = sumOf(all.flatMap((one) => ('why' in one ? [] : [one])));
  const ordered = all.toSorted((a, b) => doneBy(b) - doneBy(a));
  const lines = ordered.map(lineOf);
  const line = `/release triggers replay ${within} ${ordered[0]?.service ?? ''} in ${environment}`;
  const one = `Moment by moment: ${line}. Nothing was changed.`;
  const more =
    left > 0 ? `${left} more were not replayed: name the service, or an --objective.` : null;
  const says = lines.map(([bold, rest]) => `${bold}${rest}`).join('; ');
  return {
    text: [`${title}: ${sum}. ${says}.`, more, one].filter((part) => part !== null).join(' '),
    parts: [
      header(title),
      text({ bold: sum }),
      list(
        null,
        lines.map(([bold, rest]): Item => ({ mark: 'plain', line: [{ bold }, rest] })),
      ),
      note(...(more === null ? [] : [[more]]), [one]),
    ],
  };
}

/** What several objectives of a service would have done to one deployment counts once, and so does the deployment. */
function sumOf(known: readonly (Replayed & Pick<OneReplayed, 'service'>)[]): string {
  const together = {
    fired: known.flatMap(({ fired }) => fired),
    burned: known.flatMap(({ burned }) => burned),
    closed: known.flatMap(({ closed }) => closed),
    secured: known.flatMap(({ secured }) => secured),
  };
  const looked = new Map(known.map((one) => [one.service, one.looked]));
  return saySum(
    countsOf(together),
    [...looked.values()].reduce((sum, n) => sum + n, 0),
  );
}

function lineOf(one: OneReplayed): readonly [string, string] {
  const { service, objective } = one;
  const name = `${service}, ${objective.name} ${Number((objective.target * 100).toFixed(3))} %`;
  if ('why' in one) return [name, `: not replayed (${one.why.replace(/\.$/, '')})`];
  const { fired, closed, told, looked } = one;
  const { undone, held, barred } = countsOf(one);
  const last = fired.at(-1);
  const more = [
    ...(last ? [`the last ${last.d.id} at ${plainAt(last.at)}`] : []),
    ...(held > 0 ? [`${held} held`] : []),
    ...(closed.length > 0 ? [`closed ${times(closed.length)}`] : []),
    ...(told.length > 0 ? [`told ${times(told.length)}`] : []),
    ...(barred > 0 ? [`${barred} not started`] : []),
  ];
  return [name, `: ${[`${undone} of ${looked}`, ...more].join(', ')}`];
}

function doneBy(one: OneReplayed): number {
  if ('why' in one) return -1;
  const { undone, held, barred } = countsOf(one);
  return undone + held + barred;
}

function times(n: number): string {
  return n === 1 ? 'once' : `${n} times`;
}
