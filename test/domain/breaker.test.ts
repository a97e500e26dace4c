import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type BreakerState,
  type Happening,
  next,
  openersOf,
  type Stop,
} from '../../src/domain/breaker/breaker.ts';
import { type Breaker, decideBreaker } from '../../src/domain/breaker/decide.ts';
import { fixesStop, referencesIn } from '../../src/domain/breaker/fix.ts';
import { FLEET, nameLine, type Place, runsTo, typeLine } from '../../src/domain/breaker/place.ts';
import { isRefusal } from '../../src/domain/kernel/refusal.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import { NOON } from './sample.ts';

const shop: Place = { service: 'shop', environment: 'production' };
const REST = 900_000;

const byHand: Stop = {
  by: 'ana',
  at: NOON,
  cause: 'hand',
  because: 'INC-42',
  holds: true,
  parties: ['ana'],
  openers: ['bo', 'chen'],
  restMs: null,
};
const byFailures: Stop = {
  ...byHand,
  by: 'fairway',
  cause: 'failures',
  because: '3 failed: D-4, D-6, D-9',
  holds: false,
  parties: ['dana'],
  openers: ['ana', 'bo'],
  restMs: REST,
};
const byAlert: Stop = { ...byFailures, cause: 'alert', because: 'HighErrorRate', holds: true };

const later = plus(NOON, REST);
const STATES = {
  closed: { kind: 'closed', since: NOON },
  'open by hand': { kind: 'open', stop: byHand, settled: false },
  'open by hand, held': { kind: 'open', stop: byHand, settled: true },
  'open by failures': { kind: 'open', stop: byFailures, settled: true },
  'open by alert': { kind: 'open', stop: byAlert, settled: false },
  'open by alert, held': { kind: 'open', stop: byAlert, settled: true },
  'half-open': { kind: 'half-open', stop: byAlert, since: later, trial: null },
  trying: { kind: 'half-open', stop: byAlert, since: later, trial: { id: 'D-7', since: later } },
} as const satisfies Record<string, BreakerState>;
type StateName = keyof typeof STATES;

const opening = (by: string): Happening => ({
  kind: 'open-line',
  by,
  because: null,
  countNow: ['ana', 'bo', 'chen', 'dana', 'eli'],
  at: later,
});
const HAPPENINGS = {
  'stop by hand': { kind: 'stop', stop: { ...byHand, by: 'eli', parties: ['eli'] } },
  'stop by failures': { kind: 'stop', stop: byFailures },
  'stop by alert': { kind: 'stop', stop: byAlert },
  'ana opens': opening('ana'),
  'bo opens': opening('bo'),
  'eli opens': opening('eli'),
  settle: { kind: 'settle' },
  'rest, too early': { kind: 'rest', at: plus(later, -1) },
  rest: { kind: 'rest', at: later },
  'D-7 tries': { kind: 'try', id: 'D-7', at: later },
  'D-7 well': { kind: 'tried', id: 'D-7', end: 'good', at: later },
  'D-7 badly': { kind: 'tried', id: 'D-7', end: 'bad', at: later },
  'D-7 neither': { kind: 'tried', id: 'D-7', end: 'neither', at: later },
  'D-8 well': { kind: 'tried', id: 'D-8', end: 'good', at: later },
} as const satisfies Record<string, Happening>;
type HappeningName = keyof typeof HAPPENINGS;

/** `·` nothing happens; `no` a refusal; else the state after it. One column for each state, in the order above. */
const TABLE: Readonly<Record<HappeningName, string>> = {
  'stop by hand': 'open no no open open open open open',
  'stop by failures': 'open · · · · · open open',
  'stop by alert': 'open · · open · · open open',
  'ana opens': 'no no no closed closed closed closed closed',
  'bo opens': 'no closed closed closed closed closed closed closed',
  'eli opens': 'no no no no no no no no',
  settle: '· open · · open · · ·',
  'rest, too early': '· · · · · · · ·',
  rest: '· · · half-open · half-open · ·',
  'D-7 tries': '· · · · · · half-open ·',
  'D-7 well': '· · · · · · · closed',
  'D-7 badly': '· · · · · · · open',
  'D-7 neither': '· · · · · · · half-open',
  'D-8 well': '· · · · · · · ·',
};

function outcome(state: BreakerState, what: Happening): string {
  const after = next(state, what, shop);
  if (after === null) return '·';
  return isRefusal(after) ? 'no' : after.kind;
}

describe('6.6 the breaker: every state meets everything that can happen', () => {
  const cases = Object.entries(TABLE).flatMap(([what, row]) =>
    row
      .split(' ')
      .map(
        (expected, i) =>
          [Object.keys(STATES)[i] as StateName, what as HappeningName, expected] as const,
      ),
  );

  test('the table is whole', () => {
    expect(cases).toHaveLength(Object.keys(STATES).length * Object.keys(HAPPENINGS).length);
  });

  test.each(cases)('%s · %s → %s', (state, what, expected) => {
    expect(outcome(STATES[state], HAPPENINGS[what])).toBe(expected);
  });

  test('a stricter stop keeps what the first was opened by, and bars both', () => {
    const after = next(STATES['open by failures'], { kind: 'stop', stop: byHand }, shop);
    expect(after).toEqual({
      kind: 'open',
      settled: false,
      stop: { ...byHand, holds: true, restMs: null, parties: ['dana', 'ana'], openers: ['bo'] },
    });
  });

  test('a trial that failed rests again from then on', () => {
    const after = next(STATES.trying, HAPPENINGS['D-7 badly'], shop);
    expect(after).toMatchObject({ kind: 'open', settled: true, stop: { at: later } });
  });

  test('the refusal says why and names who may', () => {
    const own = next(STATES['open by hand'], opening('ana'), shop);
    expect(own).toMatchObject({ code: 'not-yours-to-open', fix: 'Ask bo or chen.' });
    expect(next(STATES.closed, opening('bo'), shop)).toMatchObject({ code: 'not-stopped' });
  });
});

type Stopped = Exclude<BreakerState, { kind: 'closed' }>;

/** Walks of any length: what must hold whatever happens in whatever order. */
describe('6.6 the breaker over random histories', () => {
  const person = fc.constantFrom('ana', 'bo', 'chen', 'dana', 'eli');
  const happening: fc.Arbitrary<Happening> = fc.oneof(
    fc.constantFrom<Happening>(...Object.values(HAPPENINGS)),
    fc
      .record({ by: person, countNow: fc.subarray(['ana', 'bo', 'chen', 'dana', 'eli']) })
      .map((one): Happening => ({ kind: 'open-line', because: null, at: later, ...one })),
    person.map(
      (by): Happening => ({
        kind: 'stop',
        stop: { ...byHand, by, parties: [by], openers: byHand.openers.filter((one) => one !== by) },
      }),
    ),
  );

  function closes({ stop }: Stopped, what: Happening): void {
    if (what.kind !== 'open-line') {
      expect(what).toMatchObject({ end: 'good' });
      return;
    }
    expect(stop.parties).not.toContain(what.by);
    expect(what.countNow).toContain(what.by);
  }

  /** What is strict stays strict until it is closed. */
  function stays({ stop }: Stopped, after: Stopped): void {
    if (after.kind === 'half-open') expect(after.stop.restMs).not.toBeNull();
    if (stop.restMs === null) expect(after.stop.restMs).toBeNull();
    if (stop.holds) expect(after.stop.holds).toBe(true);
    for (const one of stop.parties) expect(after.stop.parties).toContain(one);
  }

  function step(held: Breaker | null, what: Happening): Breaker | null {
    const change = decideBreaker(held, shop, what);
    if (change === null || isRefusal(change)) return held;
    const row = change.rows.at(-1)?.row ?? null;
    expect(row?.revision).toBe((held?.revision ?? -1) + 1);
    if (!row || !held || held.state.kind === 'closed') return row;
    if (row.state.kind === 'closed') closes(held.state, what);
    else stays(held.state, row.state);
    return row;
  }

  test('only a second person whose yes counted, or a trial that went well, closes it', () => {
    const history = fc.array(happening, { maxLength: 40 });
    fc.assert(
      fc.property(history, (all) => {
        all.reduce<Breaker | null>(step, null);
      }),
      { numRuns: 2_000 },
    );
  });

  test('when all who counted then have left, those who count now open it, never the parties', () => {
    expect(openersOf(byHand, ['chen', 'eli'])).toEqual(['chen']);
    expect(openersOf(byHand, ['ana', 'eli'])).toEqual(['eli']);
  });
});

describe('6.6 which line, and what fixes it', () => {
  test.each([
    [FLEET, 'everything', 'all', true, true],
    [{ service: '*', environment: 'production' }, 'production', 'all in production', true, true],
    [{ service: 'shop', environment: '*' }, 'shop', 'shop', true, false],
    [shop, 'shop in production', 'shop in production', true, false],
    [
      { service: 'shop', environment: 'staging' },
      'shop in staging',
      'shop in staging',
      false,
      false,
    ],
  ] as const)('%j is %s', (place, name, typed, shopThere, searchThere) => {
    expect([nameLine(place), typeLine(place)]).toEqual([name, typed]);
    expect(runsTo(place, shop)).toBe(shopThere);
    expect(runsTo(place, { ...shop, service: 'search' })).toBe(searchThere);
  });

  test.each([
    ['INC-42', 'INC-42', true],
    ['checkout is down, inc-42.', 'INC-42', true],
    ['INC-42', 'INC-43', false],
    ['3 deployments failed: D-4, D-6', 'D-6', true],
    ['3 deployments failed: D-4, D-6', '3', false],
    ['checkout is down', 'INC-1', true],
    ['INC-42', null, false],
  ])('%s is fixed by %s: %s', (because, fixes, yes) => {
    expect(fixesStop({ ...byHand, because }, fixes)).toBe(yes);
  });

  test('what a reason refers to', () => {
    expect(referencesIn('see INC-42, D-7 and https://x.example/i/9 (3 of 4)')).toEqual([
      'inc-42',
      'd-7',
      'x.example/i/9',
    ]);
  });
});
