import { sayDuration } from '../domain/kernel/duration.ts';
import type { StrategyKind } from '../domain/strategies/index.ts';
import { isEnough, type Power, type Sight } from '../domain/strategies/sees.ts';
import type { Seeing } from '../domain/strategies/too-little.ts';
import { POWER } from '../domain/verdict/power.ts';

/** What a plan's judges would see, or why that is not known; with the strategies that fit there and need none. */
export type PowerKnown = { readonly others: readonly StrategyKind[] } & (
  | { readonly kind: 'known'; readonly power: Power }
  | { readonly kind: 'unknown'; readonly why: string }
);

/** `On 1,200 requests a minute (the same hour a week ago), errors rising from 0.1 % to 1 % are seen in 97 of 100 rollouts`. */
export function sayPower(known: PowerKnown): string {
  if (known.kind === 'unknown') return `What this canary would see is not known: ${known.why}.`;
  const { traffic, sights, judges } = known.power;
  const seen = sights.map((one) => sayClaim(one, judges)).join('; ');
  return `On ${count(traffic.perMinute)} requests a minute (${traffic.when}), it sees ${seen}.`;
}

/** What to write so that it does see it. */
export function sayRemedy(known: PowerKnown): string {
  const { others } = known;
  const instead = others.length === 0 ? '' : `--strategy ${others.join(' or ')}`;
  if (known.kind === 'unknown')
    return instead === ''
      ? 'Nothing else that fits there goes without a judge.'
      : `Choose ${instead}.`;
  const needs = known.power.sights.map(({ needMs }) => needMs);
  const longest = Math.max(...needs.map((ms) => ms ?? Number.POSITIVE_INFINITY));
  if (!Number.isFinite(longest))
    return `Judging for 4 hours would not be enough${instead === '' ? '.' : `; ${instead} goes without a judge.`}`;
  const minutes = Math.ceil(longest / 60_000);
  return `Write judge: ${minutes}m for ${POWER * 100} of 100${instead === '' ? '' : `, or choose ${instead}: without a judge`}.`;
}

/** The same, and how it goes out knowingly as it is. */
export function sayWaysOn(known: PowerKnown): string {
  return `${sayRemedy(known)} With requirePower: false it goes on knowingly, and that is said.`;
}

/** Whether that is enough, in a word. */
export function seeingOf(known: PowerKnown): Seeing {
  if (known.kind === 'unknown') return 'not known';
  return isEnough(known.power) ? 'enough' : 'too little';
}

/** Whether people should be told more than numbers. */
export function isThin(known: PowerKnown): boolean {
  return seeingOf(known) === 'too little';
}

function sayClaim({ claim, power, each }: Sight, judges: Power['judges']): string {
  const { of, from, to } = claim;
  const what =
    of === 'errors'
      ? `errors rising from ${percent(from)} to ${percent(to)}`
      : `answers that take ${Number((to / from).toFixed(2))} times as long`;
  const parts = judges.map(
    ({ percent: share, forMs }, i) =>
      `${hundred(each[i] ?? 0)} at ${share} % for ${sayDuration(forMs)}`,
  );
  const apart = parts.length > 1 ? ` (${parts.join(', ')})` : '';
  return `${what} in ${hundred(power)} of 100 rollouts${apart}`;
}

/** Never more sure than it is. */
function hundred(share: number): number {
  return Math.min(99, Math.floor(share * 100));
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(2))} %`;
}

function count(n: number): string {
  return (n < 10 ? Number(n.toFixed(1)) : Math.round(n)).toLocaleString('en');
}
