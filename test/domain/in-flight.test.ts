import { describe, expect, test } from 'vitest';
import { meetStill } from '../../src/domain/deployment/closing-on-still.ts';
import type { Deployment } from '../../src/domain/deployment/deployment.ts';
import { meetClosings, takenBackBy } from '../../src/domain/deployment/in-flight.ts';
import { quietly } from '../../src/domain/deployment/moves.ts';
import { rule } from '../../src/domain/gates/index.ts';
import { closingsAfter, closingsAt } from '../../src/domain/governance/closing.ts';
import {
  Blackout,
  type Closed,
  type InFlight,
  ReleaseWindow,
} from '../../src/domain/governance/window.ts';
import { instant, plus } from '../../src/domain/kernel/time.ts';
import { deployment, NOON, running } from './sample.ts';

const MINUTE = 60_000;
const target = { service: 'shop', environment: 'production' };

function closing(inMs: number, inFlight?: InFlight, more: Partial<Closed> = {}): Closed {
  const from = plus(NOON, inMs);
  const policy = inFlight === undefined ? {} : { inFlight };
  return {
    name: 'weekend',
    owner: 'sre',
    from,
    until: plus(from, 60 * MINUTE),
    ...policy,
    ...more,
  };
}

/** What a look at `now` makes of it, the step's own outcome being that it goes on. */
function look(
  d: Deployment,
  closings: readonly Closed[],
  now = NOON,
  rollbackId: 'D-8' | null = 'D-8',
) {
  const wakeAt = plus(now, MINUTE);
  const change = meetClosings(quietly(d, { wakeAt }), d, closings, rollbackId, now);
  const own = change.rows.findLast(({ row }) => row.id === d.id)?.row;
  if (!own) throw new Error('no row of it');
  return { change, d: own, notes: change.events.flatMap(({ note }) => note ?? []) };
}

const judged = running(3);

describe('8.2 before it closes', () => {
  test.each([
    ['finish', 'finish', 'goes through its plan, and nothing new starts'],
    ['nothing said', undefined, 'goes through its plan'],
    ['pause', 'pause', 'shows itself to nobody new until it opens again'],
    ['roll-back', 'roll-back', 'is then rolled back, unless it is done before'],
  ] as const)('%s: those who run something are told what will happen', (_, inFlight, what) => {
    const { notes, change } = look(judged, [closing(10 * MINUTE, inFlight)]);
    expect(notes).toEqual([expect.stringContaining(what)]);
    expect(notes[0]).toContain(
      'the blackout weekend closes production in 10 minutes, at 2026-11-20 12:10 UTC',
    );
    expect(change.ledger).toMatchObject([{ what: 'closing-soon', evidence: { name: 'weekend' } }]);
  });

  test('once, however often it is looked at; and of the next one again', () => {
    const [soon, later] = [closing(10 * MINUTE), closing(14 * MINUTE, 'pause', { name: 'close' })];
    const told = look(judged, [soon]).d;
    expect(look(told, [soon]).notes).toEqual([]);
    expect(look(told, [soon], plus(NOON, 5 * MINUTE)).notes).toEqual([]);
    const both = look(told, [soon, later]);
    expect(both.notes).toEqual([expect.stringContaining('the blackout close')]);
    expect(look(both.d, [soon, later]).notes).toEqual([]);
  });

  test('it wakes when that is due, and when it closes, and not later than it would by itself', () => {
    expect(look(judged, [closing(15 * MINUTE + 30_000)]).d.wakeAt).toBe(plus(NOON, 30_000));
    expect(look(judged, [closing(40_000)]).d.wakeAt).toBe(plus(NOON, 40_000));
    expect(look(judged, [closing(90 * MINUTE)]).d.wakeAt).toBe(plus(NOON, MINUTE));
    expect(look(judged, [closing(30_000, 'pause', { warnMs: 20_000 })]).d.wakeAt).toBe(
      plus(NOON, 10_000),
    );
  });

  test('the time between release windows is called by the one that opens next', () => {
    const { notes } = look(judged, [closing(MINUTE, 'pause', { name: 'morning', between: true })]);
    expect(notes[0]).toContain('the end of the release window before morning closes production');
  });
});

describe('8.2 when it closes', () => {
  const now = plus(NOON, 10 * MINUTE);
  const closed = (inFlight?: InFlight) => [closing(10 * MINUTE, inFlight)];

  test('roll-back: what people met goes back, in one change with its rollback', () => {
    const { d, change } = look(running(4), closed('roll-back'), now);
    expect(d).toMatchObject({ status: 'failed', rolledBackBy: 'D-8', wakeAt: null });
    expect(d.outcome?.why).toBe('the blackout weekend has closed');
    expect(change.raiseFence).toBe(true);
    expect(change.rows.at(-1)?.row).toMatchObject({
      id: 'D-8',
      kind: 'rollback',
      status: 'running',
    });
  });

  test('roll-back: what nobody met is cancelled', () => {
    const { d } = look(running(1), closed('roll-back'), now);
    expect(d).toMatchObject({ status: 'cancelled', rolledBackBy: null });
  });

  test('without an id for the rollback it looks again at once', () => {
    expect(look(running(4), closed('roll-back'), now, null).d).toMatchObject({
      status: 'running',
      wakeAt: now,
    });
  });

  test.each([
    ['finish', running(4), closed('finish')],
    ['pause', running(4), closed('pause')],
    ['not yet closed', running(4), [closing(26 * MINUTE, 'roll-back')]],
    ['open again', running(4), [closing(-70 * MINUTE, 'roll-back')]],
    [
      'started within it, through a broken glass',
      running(4, { startedAt: now }),
      closed('roll-back'),
    ],
    ['a rollback', running(2, { kind: 'rollback', gates: [] }), closed('roll-back')],
    ['the first version there is', running(4, { previous: null }), closed('roll-back')],
    [
      'people hold it',
      running(4, { hold: { by: 'bo', at: NOON, why: 'x', asks: [] } }),
      closed('pause'),
    ],
  ])('it is left where it is: %s', (_, d, closings) => {
    expect(look(d, closings, now).change.rows).toHaveLength(1);
    expect(takenBackBy(d, closings, now)).toBeNull();
  });

  test.each([
    ['finish', undefined, NOON, 'pass'],
    ['finish', 'finish', NOON, 'pass'],
    ['pause', 'pause', NOON, 'wait'],
    ['roll-back', 'roll-back', NOON, 'wait'],
    ['started within it', 'finish', now, 'wait'],
    ['not started', 'finish', null, 'wait'],
  ] as const)(
    'what exposes it to more people asks the gate: %s',
    (_, inFlight, startedAt, verdict) => {
      const about = {
        ...target,
        id: 'D-7',
        version: '1',
        digest: 'd',
        planDigest: 'p',
        requestedBy: 'ana',
      };
      const facts = { blackouts: closed(inFlight), calendars: [] };
      const asked = rule({ kind: 'blackout' }, facts, { ...about, startedAt }, now);
      expect(asked.ruling.verdict).toBe(verdict);
    },
  );

  test('of several the strictest counts', () => {
    const both = [...closed('finish'), closing(9 * MINUTE, 'pause', { name: 'close' })];
    const about = {
      ...target,
      id: 'D-7',
      version: '1',
      digest: 'd',
      planDigest: 'p',
      requestedBy: 'ana',
    };
    const asked = rule(
      { kind: 'blackout' },
      { blackouts: both, calendars: [] },
      { ...about, startedAt: NOON },
      now,
    );
    expect(asked.ruling).toMatchObject({ verdict: 'wait', code: 'blackout' });
  });
});

describe('8.2 what does not move when it closes', () => {
  const held = (more: Partial<Deployment> = {}) =>
    running(4, { hold: { by: 'bo', at: NOON, why: 'a look', asks: [] }, wakeAt: null, ...more });
  const asked = held({ hold: { by: 'fairway', at: NOON, why: 'unsure', asks: ['chen'] } });
  const waits = deployment({ gates: [{ kind: 'blackout' }] });
  const later = plus(NOON, 10 * MINUTE);
  const ends = { ...waits, expiresAt: later };
  const planned = (inMinutes: number) =>
    deployment({
      gates: [
        { kind: 'blackout' },
        { kind: 'schedule', at: plus(NOON, inMinutes * MINUTE), written: 'then' },
      ] as Deployment['gates'],
    });

  test.each<[string, Deployment, InFlight, RegExp, readonly string[]]>([
    [
      'held, finish',
      held(),
      'finish',
      /held by bo \(a look\).*does not finish by itself/,
      ['ana', 'bo'],
    ],
    ['held, pause', held(), 'pause', /shows it to nobody new until it opens again/, ['ana', 'bo']],
    ['held, roll-back', held(), 'roll-back', /then rolled back all the same/, ['ana', 'bo']],
    ['people are asked', asked, 'roll-back', /this is held \(unsure\)/, ['ana', 'chen']],
    ['not started', waits, 'finish', /starts not before 2026-11-20 13:10 UTC/, ['ana']],
    [
      'over before it opens again',
      ends,
      'finish',
      /over at 2026-11-20 12:10 UTC.*asked for anew/,
      ['ana'],
    ],
    ['planned within it', planned(30), 'pause', /starts not before 2026-11-20 13:10 UTC/, ['ana']],
  ])('%s: whom it concerns is told once what will happen', (_, d, inFlight, says, people) => {
    const told = meetStill(d, [closing(10 * MINUTE, inFlight)], null, NOON);
    const [row] = told?.rows ?? [];
    expect(told?.events).toMatchObject([{ type: 'closing-soon', tell: people }]);
    expect(told?.events[0]?.note).toMatch(/the blackout weekend closes production in 10 minutes/);
    expect(told?.events[0]?.note).toMatch(says);
    expect(row?.row).toMatchObject({ status: d.status, hold: d.hold, wakeAt: d.wakeAt });
    expect(meetStill(row?.row ?? d, [closing(10 * MINUTE, inFlight)], null, NOON)).toBeNull();
  });

  test.each<[string, Deployment, readonly Closed[]]>([
    ['it runs, and hears as it goes', running(4), [closing(10 * MINUTE)]],
    ['too early', held(), [closing(16 * MINUTE)]],
    ['a rollback', held({ kind: 'rollback', gates: [] }), [closing(10 * MINUTE)]],
    ['planned for when it is open again', planned(90), [closing(10 * MINUTE)]],
    ['closed already, and for longer', waits, [closing(-MINUTE), closing(10 * MINUTE)]],
    ['closed, and it may finish', held(), [closing(-MINUTE, 'finish')]],
    ['closed, and it has not started', waits, [closing(-MINUTE, 'roll-back')]],
  ])('nobody is told: %s', (_, d, closings) => {
    expect(meetStill(d, closings, 'D-8', NOON)).toBeNull();
  });

  test('what was told while it waited or ran is told anew of what is held since', () => {
    const soon = [closing(10 * MINUTE, 'pause')];
    const was = look(judged, soon).d;
    const since = { ...was, hold: { by: 'bo', at: NOON, why: 'a look', asks: [] } };
    const told = meetStill(since, soon, null, NOON)?.rows[0]?.row;
    expect(told?.warned).toHaveLength(2);
    expect(look({ ...(told ?? was), hold: null }, soon).notes).toEqual([]);
  });

  test('roll-back: what is held goes back, with an id for it; a first version stays', () => {
    const closings = [closing(10 * MINUTE, 'roll-back')];
    expect(meetStill(held(), closings, null, later)).toBeNull();
    const rows = meetStill(held(), closings, 'D-8', later)?.rows.map(({ row }) => row);
    expect(rows).toMatchObject([
      { status: 'failed', rolledBackBy: 'D-8', hold: null },
      { id: 'D-8', kind: 'rollback', status: 'running' },
    ]);
    expect(meetStill(held({ previous: null }), closings, 'D-8', later)).toBeNull();
  });
});

describe('8.2 what closes next', () => {
  const base = { environments: ['production'], owner: 'sre', zone: 'UTC' };
  const open = (name: string, from: string, hours: number, more: object = {}) =>
    ReleaseWindow.parse({ ...base, name, from, for: `${hours}h`, repeat: 'FREQ=DAILY', ...more });
  const shut = (name: string, from: string, hours: number, more: object = {}) =>
    Blackout.parse({ ...base, name, from, for: `${hours}h`, ...more });
  const at = (iso: string) => instant(Date.parse(iso));
  const morning = open('morning', '2026-01-01T08:00', 4, { inFlight: 'pause' });
  const noon = open('noon', '2026-01-01T12:00', 2, { inFlight: 'roll-back', warn: '5m' });

  test('windows that touch are one open time, whose end says what it means', () => {
    const times = { blackouts: [], windows: [morning, noon] };
    expect(closingsAfter(times, target, at('2026-11-20T09:00:00Z'))).toEqual([
      {
        name: 'morning',
        owner: 'sre',
        from: at('2026-11-20T14:00:00Z'),
        until: at('2026-11-21T08:00:00Z'),
        between: true,
        inFlight: 'roll-back',
        warnMs: 5 * MINUTE,
      },
    ]);
    expect(closingsAt(times, target, at('2026-11-20T20:00:00Z'))).toMatchObject([
      { from: at('2026-11-20T14:00:00Z'), inFlight: 'roll-back' },
    ]);
  });

  test('every blackout that is still to come; none that speaks of something else', () => {
    const blackouts = [
      shut('over', '2026-01-01T08:00', 4),
      shut('to come', '2026-12-01T08:00', 4, { inFlight: 'pause' }),
      shut('elsewhere', '2026-12-01T08:00', 4, { services: ['search'] }),
    ];
    const next = closingsAfter({ blackouts, windows: [] }, target, NOON);
    expect(next).toMatchObject([{ name: 'to come', inFlight: 'pause' }]);
  });

  test('outside the windows, and where they cover all of the day, none is to come', () => {
    expect(closingsAfter({ blackouts: [], windows: [morning] }, target, NOON)).toEqual([]);
    const always = open('always', '2026-01-01T00:00', 24);
    expect(closingsAfter({ blackouts: [], windows: [always] }, target, NOON)).toEqual([]);
  });

  test('against a scan of each minute of two days', () => {
    const lunch = open('lunch', '2026-01-01T13:30', 1);
    const times = {
      blackouts: [shut('x', '2026-11-21T09:30', 1)],
      windows: [morning, noon, lunch],
    };
    const isOpen = (m: number) =>
      closingsAt({ ...times, blackouts: [] }, target, instant(NOON + m * MINUTE)).length === 0;
    for (let m = 0; m < 2 * 1440; m += 7) {
      const now = instant(NOON + m * MINUTE);
      const [end] = closingsAfter(times, target, now).filter((one) => one.between);
      let scan = m;
      while (isOpen(scan)) scan += 1;
      expect(end?.from ?? null).toBe(scan === m ? null : NOON + scan * MINUTE);
    }
  });
});
