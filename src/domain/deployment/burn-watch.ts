import type { Change } from '../kernel/change.ts';
import type { Target } from '../kernel/target.ts';
import type { Instant } from '../kernel/time.ts';
import { budgetOf } from '../verdict/budget.ts';
import {
  type BurnReading,
  burnsAlone,
  PAIRS,
  type Pair,
  readPair,
  type Served,
  sayBurn,
} from '../verdict/burn.ts';
import type { Objective } from '../verdict/objective.ts';
import type { Deployment, DeploymentId } from './deployment.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** As long as the longest window of a page. */
export const KEEP_MINUTES_MS = 6 * 3_600_000 + 2 * MINUTE_MS;
/** As long as the longest window of a ticket. */
const KEEP_HOURS_MS = 3 * DAY_MS;

/** What one version served in one minute, by when that began. */
export type MinuteServed = readonly [at: number, version: string, requests: number, errors: number];
/** What the service served in one day, whatever the version. */
export type DayServed = readonly [at: number, requests: number, errors: number];

/** What was measured of a target with an objective, as far back as its windows ask. */
export interface BurnWatch extends Target {
  /** When it was last measured; null: never. */
  readonly readAt: Instant | null;
  /** Since when there are counts. */
  readonly since: Instant;
  /** The totals at the last look, by version: only what came since then is counted at the next. */
  readonly totals: Readonly<Record<string, Served>>;
  readonly minutes: readonly MinuteServed[];
  readonly days: readonly DayServed[];
  /** The same by the hour, for as long as the longest window of a ticket; not there in what was stored before it was kept. */
  readonly hours?: readonly DayServed[];
  readonly revision: number;
  /** Which series were counted; left out: those of the environment's signals. */
  readonly series?: string;
  /** Whether it was counted span by span, up to `readAt`; left out: by totals. */
  readonly bySpans?: true;
  /** Since when nobody answers for it, and when that was last tried; left out: somebody does. */
  readonly silent?: { readonly since: Instant; readonly at: Instant; readonly why: string };
  /** Since when all of the service burns, whichever version serves, and when that was last seen; left out: it does not. */
  readonly whole?: { readonly since: Instant; readonly at: Instant };
  /** The same of a burn so slow that its owners are only told. */
  readonly slow?: { readonly since: Instant; readonly at: Instant };
  /** Whose version burned last, when that was last seen, and what was held for it; left out: none did. */
  readonly own?: OwnBurn;
}

export interface OwnBurn {
  readonly of: DeploymentId;
  readonly at: Instant;
  readonly held: readonly DeploymentId[];
}

export interface BurnRow {
  readonly table: 'burn';
  readonly row: BurnWatch;
}

/**
 * What came of a look, by version, and which series it is of: totals that only rise, or, of a source that remembers,
 * what was served up to a moment since the look before, whichever of its processes began anew.
 */
export type Looked = { readonly series?: string | undefined } & (
  | { readonly totals: ReadonlyMap<string, Served> }
  | { readonly served: ReadonlyMap<string, Served>; readonly upTo: Instant }
);

/**
 * One look more. What a version shows for the first time is not counted, except where looking had begun before: then
 * all of it is new. A total that fell began anew. Where other series are counted than before, looking begins anew.
 */
export function observeBurn(
  last: BurnWatch | null,
  target: Target,
  looked: Looked,
  periodMs: number,
  now: Instant,
): Change<BurnRow, never> {
  const { service, environment } = target;
  const { series } = looked;
  const bySpans = 'served' in looked;
  const begunSo = begun(last, series);
  // Totals that were never read say nothing of what came since.
  const before = begunSo?.bySpans && !bySpans ? null : begunSo;
  const upTo = bySpans ? looked.upTo : now;
  const rises = before ? risesOf(before, looked) : [];
  const row: BurnWatch = {
    service,
    environment,
    readAt: upTo,
    since: before?.since ?? upTo,
    totals: bySpans ? {} : { ...before?.totals, ...Object.fromEntries(looked.totals) },
    minutes: minutesAfter(before?.minutes ?? [], rises, upTo),
    days: countsAfter(before?.days ?? [], rises, dayOf(upTo), dayOf(upTo - periodMs)),
    hours: countsAfter(before?.hours ?? [], rises, hourOf(upTo), hourOf(upTo - KEEP_HOURS_MS)),
    revision: (last?.revision ?? -1) + 1,
    ...(series === undefined ? {} : { series }),
    ...(bySpans ? { bySpans } : {}),
    ...burnsOf(before, last),
  };
  return { rows: [{ table: 'burn', row }], ledger: [], events: [] };
}

/** What was looked at before, if it was the same series. */
export function begun(last: BurnWatch | null, series: string | undefined): BurnWatch | null {
  return last && last.readAt !== null && last.series === series ? last : null;
}

/** A look that nobody answered: what was measured stays as old as it is. */
export function missBurn(
  last: BurnWatch | null,
  target: Target,
  why: string,
  now: Instant,
): Change<BurnRow, never> {
  const { service, environment } = target;
  const nothing = { readAt: null, since: now, totals: {}, minutes: [], days: [] };
  const row: BurnWatch = {
    ...nothing,
    ...last,
    service,
    environment,
    revision: (last?.revision ?? -1) + 1,
    silent: { since: last?.silent?.since ?? now, at: now, why },
  };
  return { rows: [{ table: 'burn', row }], ledger: [], events: [] };
}

type Rise = readonly [version: string, served: Served];

function risesOf(before: BurnWatch, looked: Looked): readonly Rise[] {
  if ('served' in looked) return [...looked.served];
  return [...looked.totals].map(([version, { requests, errors }]): Rise => {
    const was = before.totals[version] ?? { requests: 0, errors: 0 };
    if (requests < was.requests) return [version, { requests, errors }];
    const rise = { requests: requests - was.requests, errors: Math.max(0, errors - was.errors) };
    return [version, rise];
  });
}

function minutesAfter(
  before: readonly MinuteServed[],
  rises: readonly Rise[],
  now: Instant,
): readonly MinuteServed[] {
  const at = now - (now % MINUTE_MS);
  const kept = before.filter((one) => one[0] > now - KEEP_MINUTES_MS);
  const here = new Map(kept.filter((one) => one[0] === at).map((one) => [one[1], one]));
  for (const [version, { requests, errors }] of rises) {
    const [, , n, k] = here.get(version) ?? [at, version, 0, 0];
    if (requests + errors > 0) here.set(version, [at, version, n + requests, k + errors]);
  }
  return [...kept.filter((one) => one[0] !== at), ...here.values()];
}

/** What was served by the day, or by the hour that began at `at`, from a moment on. */
function countsAfter(
  before: readonly DayServed[],
  rises: readonly Rise[],
  at: number,
  from: number,
): readonly DayServed[] {
  const [, n, k] = before.find((one) => one[0] === at) ?? [at, 0, 0];
  const requests = rises.reduce((sum, [, one]) => sum + one.requests, n);
  const errors = rises.reduce((sum, [, one]) => sum + one.errors, k);
  return [...before.filter((one) => one[0] !== at && one[0] >= from), [at, requests, errors]];
}

/** When the day of this moment began. What is counted by the day counts as long as any of it is within the period. */
export function dayOf(moment: number): number {
  return moment - (moment % DAY_MS);
}

/** The same of its hour. */
export function hourOf(moment: number): number {
  return moment - (moment % 3_600_000);
}

/** What this version, or with null all of them, served from then on; null where nothing of it was measured. */
export function servedBy(
  { minutes }: Pick<BurnWatch, 'minutes'>,
  version: string | null,
  from: number,
): Served | null {
  const own = minutes.filter(
    (one) => (version === null || one[1] === version) && one[0] > from - MINUTE_MS,
  );
  if (own.length === 0) return null;
  return {
    requests: own.reduce((sum, one) => sum + one[2], 0),
    errors: own.reduce((sum, one) => sum + one[3], 0),
  };
}

/**
 * What burns goes on until it has been quiet for long enough; what owners were told of does by whatever is counted, since
 * they are told that it is over.
 */
function burnsOf(
  before: BurnWatch | null,
  last: BurnWatch | null,
): Pick<BurnWatch, 'whole' | 'slow' | 'own'> {
  const { whole, own } = before ?? {};
  const { slow } = last ?? {};
  return { ...(whole ? { whole } : {}), ...(slow ? { slow } : {}), ...(own ? { own } : {}) };
}

/** Whether this deployment is watched: people meet it, or its time of watching is not over. */
export function isWatched(d: Deployment, { watch }: Objective, now: Instant): boolean {
  if (d.kind !== 'deploy' || d.exposedAt === null || d.rolledBackBy !== null) return false;
  if (d.status === 'running') return true;
  return d.status === 'succeeded' && d.finishedAt !== null && now < d.finishedAt + watch;
}

/** What the answer rests on: what the version served from a moment on, and what the service served in the period. */
export interface Burning {
  readonly version: string;
  /** Since when people meet it. */
  readonly start: Instant;
  readonly servedFrom: (from: number) => Served | null;
  readonly known: { readonly served: Served; readonly knownMs: number };
}

/** Why the new version is to be undone, with the numbers; null where nothing says so or too little is known. */
export function burnOf(
  d: Deployment,
  seen: BurnWatch,
  objective: Objective,
  now: Instant,
): string | null {
  const { version } = d.artifact;
  const servedFrom = (from: number): Served | null => servedBy(seen, version, from);
  const known = budgetOf(seen.days, seen.since, objective, now);
  return burnsAt({ version, start: d.exposedAt ?? now, servedFrom, known }, objective, now);
}

/** The same of any moment, by the pages of the SRE workbook or by others. */
export function burnsAt(
  burning: Burning,
  objective: Objective,
  now: Instant,
  pages: readonly Pair[] = PAGES,
): string | null {
  const { version } = burning;
  const burns = burningAt(burning, objective, now, pages);
  if (!burns) return null;
  if ('pair' in burns) return `${version} burns the error budget: ${sayBurn(burns, objective)}`;
  const { share, own } = burns;
  return `${version} alone has burned ${(share * 100).toFixed(1)} % of the error budget: ${own.errors} of ${own.requests} requests failed, ${objective.name} ${objective.target * 100} %`;
}

/** What says that it burns: a pair of windows, or how much of the period's budget one version has spent alone. */
export type Burns = BurnReading | { readonly share: number; readonly own: Served };

/** The same in numbers. */
export function burningAt(
  { start, servedFrom, known }: Burning,
  objective: Objective,
  now: Instant,
  pages: readonly Pair[] = PAGES,
): Burns | null {
  const inWindow = (ms: number): Served | null => servedFrom(Math.max(now - ms, start));
  const page = pages
    .map((pair) => readPair(pair, objective, inWindow))
    .find(({ says }) => says === 'burns');
  if (page) return page;
  const own = servedFrom(start);
  if (!own) return null;
  const { burns, share } = burnsAlone(own, known.served, known.knownMs, objective);
  return burns ? { share, own } : null;
}

/** The pairs of windows that say it now. */
export const PAGES = PAIRS.filter(({ severity }) => severity === 'page');
