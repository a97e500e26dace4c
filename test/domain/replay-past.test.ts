import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type BurnWatch,
  type MinuteServed,
  observeBurn,
  PAGES,
} from '../../src/domain/deployment/burn-watch.ts';
import type { Deployment, DeploymentId } from '../../src/domain/deployment/deployment.ts';
import { replayClosed } from '../../src/domain/deployment/replay-closed.ts';
import { replayHolds, replayTold } from '../../src/domain/deployment/replay-holds.ts';
import { replaySecurity } from '../../src/domain/deployment/replay-security.ts';
import { noteSlow, slowBurn } from '../../src/domain/deployment/slow-burn.ts';
import { noteWhole, wholeBurn } from '../../src/domain/deployment/whole-burn.ts';
import type { Alert } from '../../src/domain/incident/alert.ts';
import { report, resolve } from '../../src/domain/incident/command.ts';
import type { Incident } from '../../src/domain/incident/incident.ts';
import { type Instant, plus } from '../../src/domain/kernel/time.ts';
import { budgetOf } from '../../src/domain/verdict/budget.ts';
import type { Served } from '../../src/domain/verdict/burn.ts';
import { Objective } from '../../src/domain/verdict/objective.ts';
import { deployment, NOON, yesOf } from './sample.ts';

const MINUTE = 60_000;
const shop = { service: 'shop', environment: 'production' };
const objective = Objective.parse({ target: 0.99, minRequests: 20 });
const of = { service: 'shop', objective };
const at = (minute: number) => plus(NOON, minute * MINUTE);

/** It started, was met and was over in these minutes. */
function ran(id: DeploymentId, from: number, over: number, patch: Partial<Deployment> = {}) {
  const times = { startedAt: at(from), exposedAt: at(from), finishedAt: at(over) };
  return deployment({ id, status: 'succeeded', ...times, ...patch });
}
const fix = { fixes: 'INC-3', approvals: [yesOf('chen', ['production'])] };

/** 100 requests a minute, of which so many fail. */
function minutes(errors: readonly number[]): readonly MinuteServed[] {
  return errors.map((n, i): MinuteServed => [at(i), '1.0.0', 100, n]);
}
const flat = (length: number, n: number) => Array.from({ length }, () => n);
const ids = (all: readonly Deployment[]) => all.map(({ id }) => id);

describe('6.1 what would have been held when all of a service burned', () => {
  const burst = minutes([...flat(10, 0), ...flat(20, 60), ...flat(40, 0), ...flat(10, 60)]);

  const quick = PAGES.slice(0, 1);

  test('each burn is one, with what ran as it began', () => {
    const found = replayHolds(burst, [ran('D-1', 5, 40), ran('D-2', 20, 25)], of, quick);
    expect(found.map(({ held, ...one }) => [one.at, ids(held)])).toEqual([
      [at(14), ['D-1']],
      [at(72), []],
    ]);
    expect(found[0]?.why).toMatch(/^All of shop burns its budget: availability 99 %: budget burns/);
  });

  test.each<[string, Deployment]>([
    ['a rollback', ran('D-1', 5, 40, { kind: 'rollback' })],
    ['a fix that a second person approved', ran('D-1', 5, 40, fix)],
    ['what was over', ran('D-1', 5, 9)],
    ['what began after it', ran('D-1', 14, 40)],
  ])('%s would not have been', (_, d) => {
    expect(replayHolds(burst, [d], of)[0]?.held).toEqual([]);
  });

  test.each<[string, readonly MinuteServed[]]>([
    ['nothing failed', minutes(flat(60, 0))],
    ['it failed less than a page asks for', minutes(flat(400, 5))],
    [
      'too few came',
      minutes(flat(60, 60))
        .map(([t, v]): MinuteServed => [t, v, 1, 1])
        .slice(0, 19),
    ],
    ['nothing was measured', []],
  ])('nothing where %s', (_, past) => {
    expect(replayHolds(past, [ran('D-1', 0, 400)], of)).toEqual([]);
  });

  test('in the very minutes in which the live watcher would have begun to', () => {
    const counts = fc.array(
      fc.tuple(
        fc.integer({ min: 0, max: 60 }),
        fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 60 })),
      ),
      { minLength: 5, maxLength: 120 },
    );
    let onsets = 0;
    fc.assert(
      fc.property(counts, (all) => {
        const past = all.flatMap(([n, k], i): MinuteServed[] =>
          n > 0 ? [[at(i), '1.0.0', n, Math.min(n, k)]] : [],
        );
        const found = replayHolds([[at(0), 'other', 0, 0], ...past], [], of);
        const watched = live(all.map(([n, k]) => ({ requests: n, errors: Math.min(n, k) })));
        // Quiet minutes at the end are not in the past that is read; nothing begins in them.
        expect(found.map((one) => one.at)).toEqual(watched);
        onsets += found.length;
      }),
      { numRuns: 150, seed: 7 },
    );
    expect(onsets).toBeGreaterThan(50);
  });
});

/** The live watcher, looking at the end of every minute: when it would have begun to hold. */
function live(all: readonly Served[]): readonly number[] {
  let row: BurnWatch | null = null;
  let total: Served = { requests: 0, errors: 0 };
  const found: number[] = [];
  for (const [i, one] of [{ requests: 0, errors: 0 }, ...all].entries()) {
    total = { requests: total.requests + one.requests, errors: total.errors + one.errors };
    const totals = new Map([['1.0.0', total]]);
    row =
      observeBurn(row, shop, { totals }, objective.period, plus(at(i), -1)).rows[0]?.row ?? null;
    if (!row) continue;
    const burns: boolean = wholeBurn(row, [objective], at(i)) !== null;
    if (burns && !row.whole) found.push(at(i));
    row = noteWhole(row, burns, at(i))?.rows[0]?.row ?? row;
  }
  return found;
}

/** The live watcher, looking at the end of every minute: when it would have told of a slow burn. */
function liveTold(past: readonly MinuteServed[]): readonly number[] {
  let row: BurnWatch | null = null;
  let [requests, errors] = [0, 0];
  const told: number[] = [];
  for (const [i, [, , n, k]] of [[0, '', 0, 0] as MinuteServed, ...past].entries()) {
    [requests, errors] = [requests + n, errors + k];
    const totals = new Map([['1.0.0', { requests, errors }]]);
    const now = i === 0 ? at(0) : plus(at(i), -1);
    row = observeBurn(row, shop, { totals }, objective.period, now).rows[0]?.row ?? null;
    if (!row) continue;
    const burns: boolean = slowBurn(row, [objective], at(i)) !== null;
    if (burns && !row.slow) told.push(at(i));
    row = noteSlow(row, burns, at(i))?.rows[0]?.row ?? row;
  }
  return told;
}

describe('6.1 when its owners would have been told of a slow burn', () => {
  const hours = (...rates: readonly number[]) => minutes(rates.flatMap((n) => flat(60, n)));

  test('the live watcher tells in the same minutes, and again once it was quiet for six hours', () => {
    // Four times too fast for four hours, twelve hours of nothing, and the same again.
    const past = hours(4, 4, 4, 4, ...flat(12, 0), ...flat(6, 40), ...flat(4, 0));
    const told = liveTold(past);
    expect(told).toHaveLength(2);
    expect(told[0]).toBe(at(120));
    const found = replayTold(past, objective);
    expect(found.map((one) => one.at)).toEqual(told);
    expect(found[0]?.why).toMatch(/4× over 2 h and 4× over 1 d, more than 3× \(ticket quick\)/);
  });

  test.each<[string, readonly MinuteServed[]]>([
    ['it kept to it', hours(...flat(30, 1))],
    ['less than the short window was measured', hours(40, 40).slice(1)],
    ['an hour of it was long ago', hours(...flat(10, 0), 8, ...flat(10, 0))],
    ['nothing was measured', []],
  ])('not where %s', (_, past) => {
    expect(replayTold(past, objective)).toEqual([]);
  });
});

describe('6.1 when a spent budget would have closed the place', () => {
  const short = Objective.parse({ target: 0.99, period: '1d', minRequests: 20 });
  /** An hour that fails wholly is more than a hundredth of a day. */
  const spent = minutes([...flat(60, 0), ...flat(60, 100), ...flat(60, 0)]);

  test('from when on, with the budget at its worst, and what started meanwhile', () => {
    const all = [
      ran('D-1', 10, 12),
      ran('D-2', 90, 95),
      ran('D-3', 100, 101, { kind: 'rollback' }),
    ];
    const [one, ...more] = replayClosed(spent, all, short);
    expect(more).toEqual([]);
    expect([one?.from, one?.until]).toEqual([at(75), null]);
    expect(ids(one?.barred ?? [])).toEqual(['D-2']);
    expect(one?.worst.share).toBeCloseTo(4.17, 2);
    expect(one?.worst.served.errors).toBe(6_000);
  });

  test('it is open again with the day that failed', () => {
    const day = 1_440;
    const past = [...minutes(flat(60, 100)), ...minutes(flat(2 * day, 0)).slice(60)];
    const [one] = replayClosed(past, [ran('D-1', day + 1_000, day + 1_010)], short);
    // It is noon: the rest of that day, and the next, in which some of it is still within the period.
    expect([one?.from, one?.until, one?.barred]).toEqual([at(1), at(day / 2 + day - 1), []]);
  });

  test('and so it is of the live watcher: a day counts as long as any of it is within the period', () => {
    const midnight = at(720);
    const look = (row: BurnWatch | null, errors: number, now: Instant) => {
      const totals = new Map([['1.0.0', { requests: errors, errors }]]);
      return observeBurn(row, shop, { totals }, short.period, now).rows[0]?.row ?? null;
    };
    const failed = look(look(null, 0, at(0)), 6_000, at(60));
    const shareAt = (now: Instant) => {
      const { days = [], since = at(0) } = look(failed, 6_000, now) ?? {};
      return budgetOf(days, since, short, now);
    };
    expect(shareAt(plus(midnight, 60 * MINUTE)).until).toBe(plus(midnight, short.period));
    expect(shareAt(plus(midnight, short.period - MINUTE)).share).toBeGreaterThanOrEqual(1);
    expect(shareAt(plus(midnight, short.period)).share).toBe(0);
  });

  test.each<[string, Partial<Deployment>]>([
    ['a fix that a second person approved', fix],
    [
      'what broke the glass',
      {
        breakGlass: {
          askedBy: 'ana',
          at: at(80),
          because: 'x',
          incident: null,
          through: [],
          planDigest: 'f'.repeat(64),
          approvals: [],
          grantedAt: at(85),
          expiresAt: at(140),
          endedAs: null,
        },
      },
    ],
  ])('%s passed, and would have', (_, patch) => {
    expect(replayClosed(spent, [ran('D-1', 90, 95, patch)], short)[0]?.barred).toEqual([]);
  });

  test.each<[string, Objective, readonly MinuteServed[]]>([
    ['none of it was spent', short, minutes(flat(200, 0))],
    ['some was left', short, minutes(flat(200, 0.9))],
    ['the objective leaves it open', { ...short, whenSpent: 'open' }, spent],
    ['too few came', { ...short, minRequests: 100_000 }, spent],
    ['nothing was measured', short, []],
  ])('not where %s', (_, objective, past) => {
    expect(replayClosed(past, [ran('D-1', 90, 95)], objective)).toEqual([]);
  });

  test('by the same share as the gate has at that moment', () => {
    for (let minute = 1; minute <= 180; minute += 7) {
      const past = spent.slice(0, minute);
      const day: [number, number, number] = [NOON - 12 * 60 * MINUTE, 0, 0];
      for (const [, , n, k] of past) {
        day[1] += n;
        day[2] += k;
      }
      const { share } = budgetOf([day], NOON, short, at(minute));
      const last = replayClosed(past, [], short).at(-1);
      expect(last?.until === null).toBe(share >= 1);
    }
  });
});

describe('6.1 what security incidents would have stopped', () => {
  const made = { id: 'INC-3', channel: null } as const;
  const said = { place: shop, severity: 'warning', title: 'a token leaked', by: 'bo' } as const;
  const opened = report({ ...said, security: true }, made, at(30)).rows[0]?.row as Incident;
  const over = resolved(opened);
  const span = { from: at(0), to: at(200), rolls: true };
  const alert = (patch: Partial<Alert>): Alert => ({
    source: 'siem',
    fingerprint: 'f',
    name: 'Leak',
    summary: null,
    severity: 'info',
    security: true,
    ...shop,
    labels: {},
    startedAt: at(40),
    endedAt: null,
    url: null,
    ...patch,
  });

  function resolved(one: Incident): Incident {
    const done = resolve(one, 'bo', 'rotated', at(90));
    return ('rows' in done ? done.rows[0]?.row : one) as Incident;
  }

  test('what ran is held, what started before it was resolved is not, the newest goes back', () => {
    const all = [
      ran('D-1', 5, 10),
      ran('D-2', 25, 45),
      ran('D-3', 60, 70),
      ran('D-4', 61, 70, fix),
      ran('D-5', 95, 99),
    ];
    const [one] = replaySecurity([over], all, shop, span);
    expect([one?.at, one?.until, one?.undone?.id]).toEqual([at(30), at(90), 'D-2']);
    expect([ids(one?.held ?? []), ids(one?.barred ?? [])]).toEqual([['D-2'], ['D-3']]);
    const [stops] = replaySecurity([over], all, shop, { ...span, rolls: false });
    expect([stops?.undone, ids(stops?.held ?? [])]).toEqual([null, ['D-2']]);
  });

  test('one that is open bars to the end', () => {
    const [one] = replaySecurity([opened], [ran('D-5', 95, 99)], shop, span);
    expect([one?.until, ids(one?.barred ?? [])]).toEqual([null, ['D-5']]);
  });

  test.each<[string, readonly Deployment[]]>([
    ['it was over for a day', [ran('D-1', -1_500, -1_420)]],
    ['it had failed by then', [ran('D-1', 1, 2, { status: 'failed' })]],
    ['a rollback serves', [ran('D-1', 1, 2), ran('D-2', 3, 4, { kind: 'rollback' })]],
    ['it is to end that incident', [ran('D-1', 1, 2, { fixes: 'inc-3' })]],
    ['nothing served before', [ran('D-1', 1, 2, { previous: null })]],
    ['nobody had met it', [ran('D-1', 1, 40, { exposedAt: at(35) })]],
  ])('nothing goes back where %s', (_, all) => {
    expect(replaySecurity([over], all, shop, span)[0]?.undone).toBeNull();
  });

  test('an alert that marked it later counts from then on, at the places it names', () => {
    const { security: _, ...plain } = opened;
    const joined = { ...plain, security: true, alerts: [alert({})] } as const;
    expect(replaySecurity([joined], [], shop, span)[0]?.at).toBe(at(40));
    const everywhere = { ...joined, alerts: [alert({ environment: '*' })] };
    const [one] = replaySecurity([everywhere], [ran('D-1', 5, 50)], shop, span);
    expect([ids(one?.held ?? []), one?.undone]).toEqual([['D-1'], null]);
  });

  test.each<[string, Incident]>([
    ['it is no matter of security', { ...over, security: undefined } as unknown as Incident],
    ['it is of another service', { ...over, service: 'till' }],
    ['it is elsewhere', { ...over, environment: 'staging' }],
    ['it was before', { ...over, openedAt: at(-5) }],
    ['it names no service', { ...over, service: '*' }],
  ])('not where %s', (_, incident) => {
    expect(replaySecurity([incident], [ran('D-2', 25, 45)], shop, span)).toEqual([]);
  });
});
