import { describe, expect, test } from 'vitest';
import {
  type ActionChange,
  type ActionItem,
  amend,
  becomeRule,
  chaseAction,
  finish,
  type Lesson,
  openAction,
} from '../../src/domain/governance/action-item.ts';
import { isActionId } from '../../src/domain/kernel/action-id.ts';
import { isRefusal, type Refusal } from '../../src/domain/kernel/refusal.ts';
import { type Instant, instant } from '../../src/domain/kernel/time.ts';

/** A Wednesday. */
const NOW = instant(Date.UTC(2026, 10, 18, 12));
const at = (day: number, hour: number, minute = 0): Instant =>
  instant(Date.UTC(2026, 10, day, hour, minute));
const zone = 'Europe/Berlin';
const lesson: Lesson = {
  service: 'shop',
  environment: 'production',
  about: 'D-12',
  words: 'watch empty results',
  owner: 'bo',
  dueAt: null,
  proposal: null,
  by: 'ana',
};
const rule = {
  key: 'failureModes.x',
  place: 'fairway.yaml:9:5',
  commit: 'c0ffee',
  configuration: 'C-2',
};

function done(change: ActionChange | Refusal | null): ActionChange {
  if (change === null || isRefusal(change)) throw new Error('nothing was changed');
  return change;
}
function rowOf(change: ActionChange | Refusal | null): ActionItem {
  const [first] = done(change).rows;
  if (!first) throw new Error('no row');
  return first.row;
}
const open = (patch: Partial<Lesson> = {}) =>
  openAction({ ...lesson, ...patch }, 'A-3', { now: NOW, zone });

describe('its owner is asked once a week, on a working morning', () => {
  test.each([
    ['nothing else is said', null, at(25, 8)],
    ['it has a day in this week: the morning after that', at(19, 17), at(20, 8)],
    ['its day is a Friday evening: on Monday', at(20, 17), at(23, 8)],
    ['its day is later than a week', at(30, 17), at(25, 8)],
  ])('%s', (_, dueAt, expected) => {
    expect(rowOf(open({ dueAt })).chaseAt).toBe(expected);
  });

  test('not before, and then again after as long', () => {
    const item = rowOf(open());
    expect(chaseAction(item, { now: at(25, 7, 59), zone })).toBeNull();
    const first = chaseAction(item, { now: at(25, 8), zone });
    expect(done(first).events[0]).toMatchObject({
      what: 'chased',
      tell: ['bo'],
      note: 'A-3 of D-12 is still open, and yours: watch empty results',
    });
    const again = rowOf(first);
    expect(again.chaseAt).toBe(instant(Date.UTC(2026, 11, 2, 8)));
    expect(chaseAction(again, { now: at(26, 8), zone })).toBeNull();
  });

  test('what is overdue says so', () => {
    const item = rowOf(open({ dueAt: at(19, 17) }));
    const [event] = done(chaseAction(item, { now: at(20, 8), zone })).events;
    expect(event?.note).toMatch(/^Overdue: A-3/);
    expect(rowOf(chaseAction(item, { now: at(20, 8), zone })).chaseAt).toBe(at(27, 8));
  });
});

describe('who hears of it', () => {
  test.each([
    ['given to somebody else', open(), ['bo']],
    ['kept by whoever noted it', open({ owner: 'ana' }), []],
    ['handed on', amend(rowOf(open()), { owner: 'chen' }, 'bo', { now: NOW, zone }), ['chen']],
    ['taken', amend(rowOf(open()), { owner: 'chen' }, 'chen', { now: NOW, zone }), []],
    ['done by its owner', finish(rowOf(open()), 'bo', 'it is watched', NOW), ['ana']],
    ['done by another', finish(rowOf(open()), 'dana', 'it is watched', NOW), ['ana', 'bo']],
    ['a rule in force', becomeRule(rowOf(open()), rule, NOW), ['bo', 'ana']],
  ] as const)('%s', (_, change, expected) => {
    expect(done(change).events[0]?.tell).toEqual(expected);
    expect(done(change).ledger[0]?.subject).toBe('A-3');
  });
});

describe('it is done once', () => {
  const became = rowOf(becomeRule(rowOf(open()), rule, NOW));

  test('by the rule that names it, with where that stands', () => {
    expect(became).toMatchObject({ chaseAt: null, done: { by: 'fairway', rule } });
    expect(becomeRule(became, rule, NOW)).toBeNull();
    expect(chaseAction(became, { now: at(30, 12), zone })).toBeNull();
  });

  test('and by no word after that', () => {
    for (const change of [
      finish(became, 'bo', 'again', NOW),
      amend(became, { owner: 'chen' }, 'bo', { now: NOW, zone }),
    ]) {
      expect(change).toMatchObject({ refused: true, code: 'done', what: 'A-3 is done already.' });
    }
  });

  test('by hand only with what was done', () => {
    expect(finish(rowOf(open()), 'bo', null, NOW)).toMatchObject({
      code: 'missing',
      line: '/release action A-3 done because …',
    });
  });
});

test.each([
  ['A-3', true],
  ['A-120', true],
  ['A-0', false],
  ['a-3', false],
  ['A-', false],
  ['D-3', false],
])('%s is one: %s', (text, expected) => {
  expect(isActionId(text)).toBe(expected);
});
