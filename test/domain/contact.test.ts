import { describe, expect, test } from 'vitest';
import type { Around, LongCall, Signs } from '../../src/domain/deployment/contact.ts';
import { around, lostContact, sameLost } from '../../src/domain/deployment/contact.ts';
import type { Deployment } from '../../src/domain/deployment/deployment.ts';
import { rouse } from '../../src/domain/deployment/unattended.ts';
import { type Instant, plus } from '../../src/domain/kernel/time.ts';
import { catalog } from '../slack/fakes/catalog.ts';
import { deployment, NOON, running } from './sample.ts';

/** Seconds before noon, which is now. */
const ago = (seconds: number): Instant => plus(NOON, -seconds * 1_000);
const ahead = (seconds: number): Instant => plus(NOON, seconds * 1_000);

const NONE: Signs = { heldAt: null, heldUntil: null, call: null };
const held: Signs = { ...NONE, heldAt: ago(2), heldUntil: ahead(8) };
const call = (patch: Partial<LongCall> = {}): Signs => ({
  ...held,
  call: { provider: 'command', askedAt: ago(40), heardAt: null, until: ahead(260), ...patch },
});
const hold = { by: 'ana', at: NOON, why: 'paused', asks: [] };
const at = (seconds: number, patch: Partial<Deployment> = {}) =>
  running(2, { wakeAt: ago(seconds), ...patch });

describe('who should have been heard of by now', () => {
  test.each<[string, Deployment, Signs, string | null]>([
    ['a call that prints nothing', at(40), call(), 'provider 40'],
    ['a call whose last line is long ago', at(40), call({ heardAt: ago(16) }), 'provider 16'],
    ['a call that printed a line just now', at(40), call({ heardAt: ago(15) }), null],
    ['a call made just now', at(40), call({ askedAt: ago(14) }), null],
    ['a worker that renews and tells of no call', at(40), held, null],
    ['due for a while and never held', at(16), NONE, 'worker 16'],
    ['due for a moment', at(15), NONE, null],
    ['a lease that lapsed', at(40), { ...call(), heldAt: ago(18), heldUntil: ago(8) }, 'worker 18'],
    [
      'a lease given back a moment ago',
      at(40),
      { ...NONE, heldAt: ago(3), heldUntil: 0 as Instant },
      null,
    ],
    ['held long ago, due since', at(20), { ...NONE, heldAt: ago(500) }, 'worker 20'],
    ['asleep', running(2, { wakeAt: ahead(1) }), NONE, null],
    ['paused', running(2, { wakeAt: null, hold }), call(), null],
    [
      'not started, while another one of the target is held',
      deployment({ wakeAt: ago(16) }),
      held,
      'worker 16',
    ],
    ['over', at(40, { status: 'failed' }), NONE, null],
  ])('%s', (_name, d, signs, expected) => {
    const lost = lostContact(d, signs, NOON);
    expect(lost && `${lost.whose} ${(NOON - lost.since) / 1_000}`).toBe(expected);
  });

  test('a word on the same silence is the same word', () => {
    const [one, other] = [lostContact(at(40), NONE, NOON), lostContact(at(41), NONE, NOON)];
    expect(sameLost(one, lostContact(at(40), NONE, ahead(9)))).toBe(true);
    expect(sameLost(one, other)).toBe(false);
    expect(sameLost(one, null)).toBe(false);
    expect(sameLost(null, null)).toBe(true);
  });

  test('whom it concerns comes from the catalogue; unknown targets concern nobody', () => {
    const nobody: Around = { owners: [], groups: [] };
    expect(around(catalog, { service: 'gone', environment: 'nowhere' })).toEqual(nobody);
  });
});

describe('what nothing would move is woken; what waits is left alone', () => {
  test.each<[string, Deployment, boolean]>([
    ['no wake-up', at(0, { wakeAt: null }), true],
    ['a wake-up further off than anything sleeps', running(2, { wakeAt: ahead(76) }), true],
    ['a wake-up within a minute', running(2, { wakeAt: ahead(60) }), false],
    ['due', at(90), false],
    ['held', running(2, { wakeAt: null, hold }), false],
    ['over', deployment({ status: 'cancelled', wakeAt: null }), false],
  ])('%s', (_name, d, woken) => {
    const change = rouse(d, NOON);
    expect(change !== null).toBe(woken);
    if (change)
      expect(change.rows[0]?.row).toMatchObject({ wakeAt: NOON, revision: d.revision + 1 });
  });
});
