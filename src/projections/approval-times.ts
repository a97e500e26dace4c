import type { RuleTime } from '../domain/deployment/time-to-approve.ts';
import { sayDuration } from '../domain/kernel/duration.ts';
import { header, note, text } from './parts.ts';
import type { View } from './view.ts';

/** How long each rule takes to be met, as a table and as a sentence. */
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
  return {
    text: `${title}, in the median: ${said.join('; ')}.`,
    parts: [
      header(title),
      { part: 'table', head: ['Rule', 'Met', 'Median', '9 of 10 within', 'Waiting now'], rows },
      note([`From the request to the last approval it needed, over the last ${looked} requests.`]),
    ],
  };
}

function took({ met }: RuleTime, ms: number): string {
  return met === 0 ? 'never met' : sayDuration(ms);
}
