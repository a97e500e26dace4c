import {
  type BurnWatch,
  burningAt,
  observeBurn,
  servedBy,
} from '../../src/domain/deployment/burn-watch.ts';
import { type Instant, instant } from '../../src/domain/kernel/time.ts';
import type { Served } from '../../src/domain/verdict/burn.ts';
import { Objective } from '../../src/domain/verdict/objective.ts';
import { fires } from './promql.ts';
import { slothAlert } from './sloth.ts';
import { DAYS, databaseOf, type History, history, random, TARGETS } from './windows.ts';

const MINUTE = 60_000;
const VERSION = '1.1.0';
const HERE = { service: 'shop', environment: 'production' };
/** The longest window of a page, and what a bucket may reach beyond it. */
const LONGEST = 6 * 60 * MINUTE + 5 * MINUTE;
const PER_HISTORY = 25;

export interface LiveAgreement {
  readonly windows: number;
  readonly agree: number;
  readonly fired: number;
  /** Where they differ though PromQL says the same two minutes before, now and two minutes later: none are allowed. */
  readonly apart: number;
}

/**
 * The watcher that runs, minute buckets and all, beside the PromQL form of the page, at random moments. It cuts
 * nothing out of a bucket and extrapolates nothing, so near a crossing it may be early or late; `apart` counts where
 * it is so by more than two minutes.
 */
export function compareLive(windows: number, seed: number): LiveAgreement {
  const next = random(seed);
  const seen: { readonly same: boolean; readonly fires: boolean; readonly near: boolean }[] = [];
  while (seen.length < windows) {
    const target = TARGETS[Math.floor(next() * TARGETS.length)] ?? 0.99;
    const past = history(next, target);
    const alert = slothAlert('page', target);
    const database = databaseOf(past);
    for (let i = 0; i < PER_HISTORY; i += 1) {
      const at = Math.floor(LONGEST + next() * (DAYS - LONGEST));
      const theirs = fires(alert, database, at);
      const ours = liveVerdict(past, target, instant(at));
      const around = [-2, -1, 1, 2].map((n) => fires(alert, database, at + n * MINUTE));
      seen.push({ same: ours === theirs, fires: theirs, near: around.includes(ours) });
    }
  }
  const all = seen.slice(0, windows);
  return {
    windows: all.length,
    agree: all.filter(({ same }) => same).length,
    fired: all.filter((one) => one.fires).length,
    apart: all.filter(({ same, near }) => !same && !near).length,
  };
}

/** What the watcher has after it looked at every reading that the longest window reaches. */
function liveVerdict({ requests, errors }: History, target: number, at: Instant): boolean {
  let row: BurnWatch | null = null;
  let last: Served | null = null;
  for (const [i, reading] of requests.entries()) {
    if (reading.at <= at - LONGEST || reading.at > at) continue;
    const total = { requests: reading.value, errors: errors[i]?.value ?? 0 };
    const served = new Map(last ? [[VERSION, grown(last, total)]] : []);
    const looked = { served, upTo: reading.at };
    row = observeBurn(row, HERE, looked, 30 * 86_400_000, reading.at).rows[0]?.row ?? null;
    last = total;
  }
  if (!row) return false;
  const seen = row;
  const burning = {
    version: VERSION,
    start: instant(0),
    servedFrom: (from: number) => servedBy(seen, VERSION, from),
    known: { served: { requests: 0, errors: 0 }, knownMs: 0 },
  };
  const burns = burningAt(burning, Objective.parse({ target, minRequests: 1 }), at);
  return burns !== null && 'pair' in burns;
}

/** As a source counts a span: what went down began anew. */
function grown(before: Served, now: Served): Served {
  const rise = (was: number, is: number) => (is < was ? is : is - was);
  return {
    requests: rise(before.requests, now.requests),
    errors: rise(before.errors, now.errors),
  };
}
