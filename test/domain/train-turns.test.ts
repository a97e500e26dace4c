import { expect, test } from 'vitest';
import { asked, delay, failed, seen, turnOf } from '../../src/domain/governance/depart.ts';
import { type Departure, type Rider, riderOf } from '../../src/domain/governance/departure.ts';
import { letDepart } from '../../src/domain/governance/train-go.ts';
import { cardOf, handOn, hold, release } from '../../src/domain/governance/train-hold.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import { after, begin, boarded, HOUR, moved, NOON } from './weekly-train.ts';

test('the second wave waits for the first', () => {
  const both = boarded(boarded(begin(), 'shop', ['ana']), 'search', ['bo']);
  const d = moved(moved(both, both.cutOffAt), both.departsAt);
  const first = turnOf(d, d.departsAt);
  if (first?.kind !== 'start') throw new Error('nobody starts');
  expect(first.rider.service).toBe('search');
  const left = after(d, asked(d, first.rider, 'D-1', d.departsAt));
  const waits = turnOf(left, d.departsAt);
  expect(waits).toMatchObject({ kind: 'watch', riders: [{ service: 'search' }] });
  const rider = riderOf(left, 'search') as Rider;
  const ended = { good: true, why: '', at: d.departsAt };
  const there = after(left, seen(left, [{ rider, ended }], d.departsAt));
  expect(turnOf(there, d.departsAt)).toMatchObject({ kind: 'start', rider: { service: 'shop' } });
});

test.each([
  ['go-on', 'aboard'],
  ['stop', 'off'],
] as const)('one fails, and by %s the others are %s', (onFailure, state) => {
  const both = boarded(boarded(begin(onFailure), 'shop', ['ana']), 'search', ['bo']);
  const d = moved(moved(both, both.cutOffAt), both.departsAt);
  const rider = riderOf(d, 'search') as Rider;
  const failing = after(d, failed(d, rider, 'locked', d.departsAt));
  expect(failing.riders.find((r) => r.service === 'shop')?.state).toBe(state);
  expect(failing.riders.find((r) => r.service === 'search')).toMatchObject({
    state: 'off',
    why: 'locked',
  });
});

test.each([
  [15, 'under way'],
  [16, 'over'],
] as const)('a departure that is looked at %i minutes late is %s', (minutes, state) => {
  const d = boarded(begin(), 'shop', ['ana']);
  const closed = moved(d, d.cutOffAt);
  const late = turnOf(closed, plus(d.departsAt, minutes * 60_000));
  expect(late?.kind === 'moves' && after(closed, late.change).state).toBe(state);
});

/** Search is on its way, and shop waits for it. */
function halfWay() {
  const both = boarded(boarded(begin(), 'shop', ['ana']), 'search', ['bo']);
  const d = moved(moved(both, both.cutOffAt), both.departsAt);
  return after(d, asked(d, riderOf(d, 'search') as Rider, 'D-1', d.departsAt));
}
const QUARTER = 15 * 60_000;

test.each([
  ['arrived while nobody looked', true, 1, QUARTER + 60_000, 'off'],
  ['failed while nobody looked', false, 1, QUARTER + 60_000, 'off'],
  ['arrived a moment before somebody looked again', true, 9 * HOUR, 9 * HOUR + 1_000, 'aboard'],
] as const)('the second wave of one whose first %s', (_, good, endedMs, lookedMs, state) => {
  const d = halfWay();
  const rider = riderOf(d, 'search') as Rider;
  const ended = { good, why: 'it failed', at: plus(d.departsAt, endedMs) };
  const now = plus(d.departsAt, lookedMs);
  const later = moved(after(d, seen(d, [{ rider, ended }], now)), now);
  const shop = later.riders.find((r) => r.service === 'shop');
  const missed = 'its turn was missed, Fairway was not there until 15 minutes later';
  expect(shop).toMatchObject({ state, why: state === 'off' ? missed : null });
  expect(later.state).toBe(state === 'off' ? 'over' : 'under way');
});

test('who was not asked for before everything died does not leave hours later', () => {
  const d = moved(moved(boarded(begin(), 'shop', ['ana']), begin().cutOffAt), begin().departsAt);
  expect(turnOf(d, plus(d.departsAt, QUARTER))).toMatchObject({ kind: 'start' });
  const late = moved(d, plus(d.departsAt, 9 * HOUR));
  expect(late).toMatchObject({ state: 'over', wakeAt: null });
  expect(late.riders[0]?.why).toMatch(/missed, Fairway was not there until 9 hours later/);
});

test('who waits for one that is not over is not missed, however long nobody looked', () => {
  const d = halfWay();
  const now = plus(d.departsAt, 9 * HOUR);
  const rider = riderOf(d, 'search') as Rider;
  const looked = after(d, seen(d, [{ rider, ended: null }], now));
  expect(riderOf(looked, 'shop')).toMatchObject({ state: 'aboard', why: null });
});

const HOLD = { by: 'dana', why: 'the bank is down' };

test.each([
  [14, 'under way', null],
  [16, 'over', 'its departure was missed, since dana holds weekly: the bank is down'],
] as const)(
  'held and looked at %i minutes after its time, let go then it is %s',
  (minutes, state, why) => {
    const d = moved(boarded(begin(), 'shop', ['ana']), begin().cutOffAt);
    const held = after(d, hold(d, HOLD, d.cutOffAt));
    const now = plus(d.departsAt, minutes * 60_000);
    const looked = moved(held, now);
    expect(looked.state).toBe(state === 'over' ? 'over' : 'closed');
    expect(looked.riders[0]?.why).toBe(why);
    expect(moved(after(looked, release(looked, { by: 'dana', why: null }, now)), now).state).toBe(
      state,
    );
  },
);

test('held under way, the second wave waits where it was due, and is off when it is too late', () => {
  const d = halfWay();
  const held = after(d, hold(d, HOLD, d.departsAt));
  const rider = riderOf(held, 'search') as Rider;
  const there = plus(d.departsAt, HOUR);
  const ended = { good: true, why: '', at: there };
  const arrived = after(held, seen(held, [{ rider, ended }], there));
  const waits = moved(arrived, there);
  expect(waits).toMatchObject({ state: 'under way', wakeAt: plus(there, 10_000) });
  const free = after(waits, release(waits, { by: 'dana', why: null }, there));
  expect(turnOf(free, there)).toMatchObject({ kind: 'start', rider: { service: 'shop' } });
  const late = moved(waits, plus(there, QUARTER + 1));
  expect(late.riders.find((r) => r.service === 'shop')).toMatchObject({
    state: 'off',
    why: 'its turn was missed, since dana holds weekly: the bank is down',
  });
});

test('held with nobody on it, it ends at its time, and its card goes on with the next one', () => {
  const handed = (id: string, over: Departure): Departure =>
    after(over, handOn({ ...begin(), id }, { ...HOLD, at: NOON }, over, over.departsAt));
  const first = moved(after(begin(), hold(begin(), HOLD, NOON)), begin().departsAt);
  expect(first).toMatchObject({ state: 'over', wakeAt: null });
  const second = handed('second', first);
  expect(second).toMatchObject({ id: 'second', hold: HOLD, revision: 0 });
  expect(cardOf(second)).toEqual({ id: first.id, revision: cardOf(first).revision + 1 });
  const third = handed('third', moved(second, second.departsAt));
  expect(cardOf(third).id).toBe(first.id);
  expect(cardOf(third).revision).toBeGreaterThan(cardOf(second).revision);
  const ridden = moved(boarded(third, 'shop', ['ana']), plus(third.departsAt, QUARTER + 1));
  expect(ridden.riders[0]?.why).toMatch(/since dana holds weekly/);
  expect(cardOf(handed('fourth', ridden))).toEqual({ id: 'fourth', revision: 1 });
});

test('a little before the cut-off it is said once what is missing, and never after', () => {
  const d = boarded(begin(), 'shop', ['ana']);
  const remindAt = plus(d.cutOffAt, -HOUR / 2);
  expect(d.wakeAt).toBe(remindAt);
  const told = moved(d, remindAt);
  expect(told).toMatchObject({ state: 'boarding', reminded: true, wakeAt: d.cutOffAt });
  expect(moved(d, d.cutOffAt)).toMatchObject({ state: 'closed', reminded: false });
});

test('what waits for its driver leaves at its time once that is said, and is missed without', () => {
  const d = moved({ ...boarded(begin(), 'shop', ['ana']), confirm: true }, begin().cutOffAt);
  expect(letDepart({ ...d, state: 'boarding' }, 'dana', NOON)).toMatchObject({ code: 'boarding' });
  expect(letDepart({ ...d, confirm: false }, 'dana', NOON)).toMatchObject({ code: 'no-go' });
  const said = after(d, letDepart(d, 'dana', d.cutOffAt));
  expect(letDepart(said, 'dana', d.cutOffAt)).toMatchObject({ code: 'gone' });
  expect(moved(said, d.cutOffAt).state).toBe('closed');
  expect(moved(said, d.departsAt).state).toBe('under way');
  const waits = moved(d, plus(d.departsAt, QUARTER));
  expect(waits.state).toBe('closed');
  const atOnce = after(waits, letDepart(waits, 'dana', plus(d.departsAt, QUARTER)));
  expect(moved(atOnce, plus(d.departsAt, QUARTER)).state).toBe('under way');
  const missed = moved(waits, plus(d.departsAt, QUARTER + 10_000));
  expect(missed.riders[0]).toMatchObject({
    state: 'off',
    why: 'its departure was missed, nobody who drives it said that it departs',
  });
});

test('who cannot be asked for is tried again for a quarter of an hour, then off', () => {
  const d = moved(moved(boarded(begin(), 'shop', ['ana']), begin().cutOffAt), begin().departsAt);
  const once = after(d, delay(d, riderOf(d, 'shop') as Rider, 'silent', d.departsAt));
  expect(riderOf(once, 'shop')?.why).toBe('silent');
  const later = plus(d.departsAt, 15 * 60_000 + 1);
  const off = after(once, delay(once, riderOf(once, 'shop') as Rider, 'silent', later));
  expect(riderOf(off, 'shop')).toBeNull();
});
