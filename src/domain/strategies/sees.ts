import type { Unhurried } from '../kernel/unhurried.ts';
import type { Step } from '../plan/step.ts';
import { type Claim, claimsOf } from '../verdict/claims.ts';
import type { Counters } from '../verdict/counters.ts';
import { lookEveryMs } from '../verdict/looks.ts';
import { type Found, type Play, POWER, playedOut, powerWithin } from '../verdict/power.ts';

/** What a service serves at the hour in question. */
export interface Traffic {
  readonly counters: Counters;
  readonly perMinute: number;
  /** In words: `the same hour a week ago`. */
  readonly when: string;
  /** How often its source has news. */
  readonly everyMs: number;
}

/** How well a plan's judges would see one worsening. */
export interface Sight {
  readonly claim: Claim;
  /** The chance that one of them sends it back, 0 to 1, and of each by itself, in order of the plan. */
  readonly power: number;
  readonly each: readonly number[];
  /** How long each of them would need for four out of five; null: longer than anybody waits. */
  readonly needMs: number | null;
}

/** What is known of a plan's power: by which judges, on how much traffic. */
export interface Power {
  readonly judges: readonly Judged[];
  readonly traffic: Traffic;
  readonly sights: readonly Sight[];
}

interface Judged {
  readonly percent: number;
  readonly forMs: number;
}

/** Longer than this nobody leaves two versions side by side. */
const LONGEST_MS = 4 * 3_600_000;

/** Whether what matters is seen by four out of five rollouts; without a claim there is nothing to see. */
export function isEnough({ sights }: Power): boolean {
  return sights.every(({ power }) => power >= POWER);
}

/**
 * What the judges of a plan would see on that traffic; null where it has none. Each claim takes up to a quarter of a
 * second to play.
 */
export function* powerOf(plan: readonly Step[], traffic: Traffic): Unhurried<Power | null> {
  const judged = judgesOf(plan);
  const [first] = judged;
  if (!first) return null;
  const sights: Sight[] = [];
  for (const claim of claimsOf(first.criteria, traffic.counters))
    sights.push(yield* sightOf(claim, judged, traffic));
  return { judges: judged.map(({ percent, forMs }) => ({ percent, forMs })), traffic, sights };
}

function judgesOf(plan: readonly Step[]) {
  let percent = 0;
  return plan.flatMap((step) => {
    if (step.kind === 'shift') percent = step.percent;
    if (step.kind !== 'judge') return [];
    return [{ percent, forMs: step.forMs, criteria: step.criteria }];
  });
}

function* sightOf(claim: Claim, judges: readonly Judged[], traffic: Traffic): Unhurried<Sight> {
  const played: PlayedOut[] = [];
  const each: number[] = [];
  for (const { percent, forMs } of judges) {
    const lookMs = lookEveryMs(forMs, traffic.everyMs);
    const perLook = (traffic.perMinute * lookMs) / 60_000;
    const part = percent / 100;
    const served = { canary: perLook * part, stable: perLook * (1 - part) };
    const play = yield* playedOut(claim.levels, served);
    const looks = Math.floor(forMs / lookMs);
    each.push(powerWithin(yield* play(looks), looks));
    played.push({ play, lookMs, forMs });
  }
  return { claim, power: together(each), each, needMs: yield* needed(played) };
}

/** That at least one of them sees it: each begins afresh. */
function together(each: readonly number[]): number {
  return 1 - each.reduce((missed, power) => missed * (1 - power), 1);
}

interface PlayedOut extends Pick<Judged, 'forMs'> {
  readonly play: Play;
  readonly lookMs: number;
}

/** The shortest time that, given to each of the judges, is enough for all of them together. */
function* needed(played: readonly PlayedOut[]): Unhurried<number | null> {
  const shortest = Math.min(...played.map(({ forMs }) => forMs));
  for (let ms = shortest; ms < 2 * LONGEST_MS; ms *= 2) {
    const found: { readonly lookMs: number; readonly found: Found }[] = [];
    for (const { play, lookMs } of played) found.push({ lookMs, found: yield* play(ms / lookMs) });
    const isEnoughIn = (time: number): boolean =>
      together(found.map((one) => powerWithin(one.found, time / one.lookMs))) >= POWER;
    if (!isEnoughIn(ms)) continue;
    const times = found.flatMap((one) => one.found.map((looks) => looks * one.lookMs));
    const least = times.toSorted((a, b) => a - b).find((time) => isEnoughIn(time));
    return least !== undefined && least <= LONGEST_MS ? least : null;
  }
  return null;
}
