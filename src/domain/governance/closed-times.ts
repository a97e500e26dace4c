import type { Target } from '../kernel/target.ts';
import type { Instant } from '../kernel/time.ts';
import { type AdHocBlackout, EVERY_SERVICE } from './ad-hoc-blackout.ts';
import { type Blackout, covers, occurrences, type ReleaseWindow } from './window.ts';

interface Span {
  readonly from: Instant;
  readonly until: Instant;
}

export interface Closures {
  readonly blackouts: readonly Blackout[];
  readonly windows: readonly ReleaseWindow[];
  /** What was closed by a command. */
  readonly byHand: readonly AdHocBlackout[];
}

/** More of one in two weeks than anybody could release between. */
const MOST = 1_000;

/** Every time within a span in which nothing new starts there: blackouts, and the times between release windows. */
export function closedTimes(
  { blackouts, windows, byHand }: Closures,
  target: Target,
  { from, until }: Span,
): readonly Span[] {
  const within = { since: from, until, most: MOST };
  const timesOf = (all: readonly (Blackout | ReleaseWindow)[]): readonly Span[] =>
    all.filter((one) => covers(one, target)).flatMap((one) => occurrences(one, within));
  const hands = byHand
    .filter(
      ({ service, environment }) =>
        environment === target.environment &&
        (service === target.service || service === EVERY_SERVICE),
    )
    .map(({ at, until: end }) => ({ from: at, until: end }));
  const isWindowed = windows.some((one) => covers(one, target));
  const outside = isWindowed ? between(timesOf(windows), { from, until }) : [];
  return [...timesOf(blackouts), ...hands, ...outside];
}

/** What of a span none of these covers. */
function between(open: readonly Span[], { from, until }: Span): readonly Span[] {
  const gaps: Span[] = [];
  let shut = from;
  for (const one of open.toSorted((a, b) => a.from - b.from)) {
    if (one.from > shut) gaps.push({ from: shut, until: one.from });
    if (one.until > shut) shut = one.until;
  }
  return shut < until ? [...gaps, { from: shut, until }] : gaps;
}
