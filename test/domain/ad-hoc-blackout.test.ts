import { describe, expect, test } from 'vitest';
import {
  type AdHocBlackout,
  addBlackout,
  closedByHand,
  EVERY_SERVICE,
  endBlackout,
} from '../../src/domain/governance/ad-hoc-blackout.ts';
import { isRefusal } from '../../src/domain/kernel/refusal.ts';
import { type Instant, plus } from '../../src/domain/kernel/time.ts';
import { NOON } from './sample.ts';

const HOUR = 3_600_000;
const production = { service: EVERY_SERVICE, environment: 'production' };

function wanted(patch: object = {}) {
  return {
    ...production,
    by: 'ana',
    at: NOON,
    until: plus(NOON, 6 * HOUR),
    because: 'INC-42',
    inFlight: 'finish',
    enders: ['ana', 'bo', 'chen'],
    ...patch,
  } as const;
}

function made(held: AdHocBlackout | null = null, patch: object = {}): AdHocBlackout {
  const change = addBlackout(held, wanted(patch));
  if (isRefusal(change)) throw new Error(change.what);
  const [row] = change.rows;
  if (!row) throw new Error('nothing was written');
  return row.row;
}

function ended(held: AdHocBlackout | null, by: string, now: Instant, stillMay = true) {
  return endBlackout(held, production, { by, stillMay, because: 'over' }, now);
}

describe('8.2 closed by a command', () => {
  const one = made();

  test.each([
    ['its first moment', NOON, 'shop', 'production', true],
    ['its last', plus(NOON, 6 * HOUR - 1), 'shop', 'production', true],
    ['its end is outside', plus(NOON, 6 * HOUR), 'shop', 'production', false],
    ['before', plus(NOON, -1), 'shop', 'production', false],
    ['elsewhere', NOON, 'shop', 'staging', false],
  ])('for every service: %s', (_, now, service, environment, closed) => {
    expect(closedByHand(one, { service, environment }, now) !== null).toBe(closed);
  });

  test('for one service it is no other’s business; its reason and its maker are told', () => {
    const shop = made(null, { service: 'shop', inFlight: 'pause' });
    expect(closedByHand(shop, { service: 'search', environment: 'production' }, NOON)).toBeNull();
    expect(closedByHand(shop, { service: 'shop', environment: 'production' }, NOON)).toEqual({
      name: 'INC-42',
      owner: 'ana',
      from: NOON,
      until: plus(NOON, 6 * HOUR),
      inFlight: 'pause',
    });
  });

  test('the ledger has until when, why, and who could approve there then', () => {
    expect(addBlackout(null, wanted())).toMatchObject({
      ledger: [
        {
          subject: 'blackout:*:production',
          what: 'blackout-added',
          by: 'ana',
          evidence: { because: 'INC-42', enders: ['ana', 'bo', 'chen'] },
        },
      ],
    });
  });
});

describe('8.2 once more: it only becomes longer or stricter', () => {
  const one = made();
  test.each([
    [
      'longer',
      { until: plus(NOON, 9 * HOUR), by: 'bo' },
      { until: plus(NOON, 9 * HOUR), by: ['ana', 'bo'] },
    ],
    [
      'stricter, and for shorter',
      { until: plus(NOON, HOUR), inFlight: 'pause' },
      { until: plus(NOON, 6 * HOUR), inFlight: 'pause' },
    ],
    [
      'who may end it stays',
      { until: plus(NOON, 9 * HOUR), enders: ['mallory'] },
      { enders: ['ana', 'bo', 'chen'] },
    ],
    [
      'it began when it began',
      { at: plus(NOON, HOUR), until: plus(NOON, 9 * HOUR) },
      { at: NOON, revision: 1 },
    ],
    [
      'after its end it is another',
      { at: plus(NOON, 6 * HOUR), until: plus(NOON, 7 * HOUR), by: 'bo', enders: ['dana'] },
      { at: plus(NOON, 6 * HOUR), by: ['bo'], enders: ['dana'], revision: 1 },
    ],
  ])('%s', (_, patch, expected) => {
    expect(made(one, patch)).toMatchObject(expected);
  });

  test.each([
    ['shorter', { until: plus(NOON, HOUR) }],
    ['the same', {}],
    ['more lenient', { inFlight: 'finish', until: plus(NOON, 2 * HOUR) }],
  ])('%s is refused, with who may end it', (_, patch) => {
    const strict = made(null, { inFlight: 'pause' });
    expect(addBlackout(strict, wanted(patch))).toMatchObject({
      code: 'closed-already',
      fix: expect.stringContaining('bo or chen may end it'),
    });
  });
});

describe('8.2 ending it takes another person, who could approve there', () => {
  const one = made();
  const both = made(one, { by: 'bo', until: plus(NOON, 9 * HOUR) });
  const now = plus(NOON, HOUR);

  test('bo ends what ana made, and at once it is open', () => {
    const change = ended(one, 'bo', now);
    expect(change).toMatchObject({
      rows: [{ row: { until: now, revision: 1 } }],
      ledger: [{ what: 'blackout-ended', by: 'bo', evidence: { was: 'INC-42', madeBy: ['ana'] } }],
    });
    const [row] = isRefusal(change) ? [] : change.rows;
    expect(
      row && closedByHand(row.row, { service: 'shop', environment: 'production' }, now),
    ).toBeNull();
  });

  test.each([
    ['whoever made it', one, 'ana', true, 'not-yours-to-end'],
    ['whoever made it longer', both, 'bo', true, 'not-yours-to-end'],
    ['whoever made it first, too', both, 'ana', true, 'not-yours-to-end'],
    ['somebody who could not approve there then', one, 'dana', true, 'not-yours-to-end'],
    ['somebody who could then and cannot now', one, 'chen', false, 'not-yours-to-end'],
    ['nothing is closed', null, 'bo', true, 'no-blackout'],
  ])('refused: %s', (_, held, by, stillMay, code) => {
    expect(ended(held, by, now, stillMay)).toMatchObject({ code });
  });

  test('what is over cannot be ended', () => {
    expect(ended(one, 'bo', plus(NOON, 6 * HOUR))).toMatchObject({ code: 'no-blackout' });
  });

  test('the refusal names those who may', () => {
    expect(ended(both, 'ana', now)).toMatchObject({ fix: expect.stringContaining('Ask chen,') });
  });
});
