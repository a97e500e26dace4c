import type { RuleTime, TimeTaken, Way } from '../domain/deployment/time-to-approve.ts';
import { sayDuration } from '../domain/kernel/duration.ts';
import { header, note, text } from './parts.ts';
import type { Part, View } from './view.ts';

/** How long each rule takes to be met, and by which way, as tables and as a sentence. */
export function approvalTimes(title: string, all: readonly RuleTime[], looked: number): View {
  if (all.length === 0) {
    const none = `${title}: nothing that needed an approval was asked for yet.`;
    return { text: none, parts: [header(title), text(none)] };
  }
  const said = all.map(
    (one) => `${one.rule}: ${took(one, one.medianMs)}, 9 of 10 within ${took(one, one.slowMs)}`,
  );
  const rows = all.map((one) => [
    one.rule,
    String(one.met),
    took(one, one.medianMs),
    took(one, one.slowMs),
    String(one.waiting),
  ]);
  const ways = all.flatMap((one) => waysOf(one).map((way) => ({ rule: one.rule, ...way })));
  return {
    text: `${title}, in the median: ${said.join('; ')}.${sayWays(ways)}`,
    parts: [
      header(title),
      { part: 'table', head: ['Rule', 'Met', 'Median', '9 of 10 within', 'Waiting now'], rows },
      ...(ways.length > 0 ? [wayTable(ways)] : []),
      note([`From the request to the last approval it needed, over the last ${looked} requests.`]),
    ],
  };
}

const WAY: { readonly [W in Way]: string } = {
  member: 'by its groups',
  files: 'by who answers for files that change',
  'handed on': 'after it was handed on',
  'on call': 'by who was on call',
  'for another': 'for somebody else',
  ahead: 'ahead, when green',
};

interface Row extends TimeTaken {
  readonly rule: string;
  readonly by: string;
}

/** Each way, then each pattern: of those one request may be under several. */
function waysOf({ ways, files }: RuleTime): readonly Omit<Row, 'rule'>[] {
  return [
    ...ways.map(({ way, ...taken }) => ({ by: WAY[way], ...taken })),
    ...files.map(({ pattern, ...taken }) => ({ by: `for ${pattern}`, ...taken })),
  ];
}

function wayTable(ways: readonly Row[]): Part {
  const rows = ways.map((one) => [
    one.rule,
    one.by,
    String(one.met),
    sayDuration(one.medianMs),
    sayDuration(one.slowMs),
  ]);
  return { part: 'table', head: ['Rule', 'Decided', 'Met', 'Median', '9 of 10 within'], rows };
}

function sayWays(ways: readonly Row[]): string {
  const said = ways.map(
    ({ rule, by, met, medianMs }) => `${rule} ${by}: ${sayDuration(medianMs)} (${met})`,
  );
  return said.length === 0 ? '' : ` By the way it was decided: ${said.join('; ')}.`;
}

function took({ met }: TimeTaken, ms: number): string {
  return met === 0 ? 'never met' : sayDuration(ms);
}
