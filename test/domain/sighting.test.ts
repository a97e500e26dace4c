import { describe, expect, test } from 'vitest';
import {
  adopt,
  explain,
  isTold,
  type Look,
  look,
  type Sighting,
} from '../../src/domain/deployment/sighting.ts';
import { isRefusal } from '../../src/domain/kernel/refusal.ts';
import { type Instant, plus } from '../../src/domain/kernel/time.ts';
import { digestOf, NEW, NOON, OLD } from './sample.ts';

const THERE = { service: 'shop', environment: 'staging' };
const OTHER = { version: '1.0.9', digest: digestOf('c') };
const LEFT = { status: 'succeeded', artifact: NEW, previous: OLD, startedAt: NOON } as const;
const MINUTE = 60_000;

function seen(patch: Partial<Look> = {}): Look {
  return { ...THERE, serves: [NEW], ended: [LEFT], busy: false, ...patch };
}

/** What is stored after looks a minute apart; null where nothing ever was. */
function seenSince(looks: readonly Partial<Look>[], from: Instant = NOON): Sighting | null {
  return looks.reduce<Sighting | null>((before, patch, n) => {
    const change = look(before, seen(patch), plus(from, n * MINUTE));
    return change?.rows[0]?.row ?? before;
  }, null);
}

const by = (state: Sighting['state'] | undefined, incident: number) => ({ state, incident });
const unknown = { serves: [OTHER] };

describe('a look at what serves', () => {
  test.each([
    ['what a deployment left', [{}, {}], null],
    ['nothing at all', [{ serves: [] }, { serves: [] }], null],
    [
      'what is known, amid a deployment',
      [
        { ...unknown, busy: true },
        { ...unknown, busy: true },
      ],
      null,
    ],
    ['unknown once', [unknown], by('noticed', 0)],
    ['unknown once, then known', [unknown, {}], by('over', 0)],
    ['unknown twice', [unknown, unknown], by('open', 1)],
    [
      'unknown beside what is known',
      [{ serves: [NEW, OTHER] }, { serves: [OTHER, NEW] }],
      by('open', 1),
    ],
    ['unknown, and each time another', [unknown, { serves: [OLD] }, unknown], by('noticed', 0)],
    ['unknown for long', Array.from({ length: 50 }, () => unknown), by('open', 1)],
    ['unknown, then known again', [unknown, unknown, {}], by('over', 1)],
    ['unknown again later', [unknown, unknown, {}, unknown, unknown], by('open', 2)],
    ['with no deployment from here yet', [{ ...unknown, ended: [] }], by('adopted', 0)],
  ] as const)('%s', (_, looks, expected) => {
    const row = seenSince(looks);
    expect(row && by(row.state, row.incident)).toEqual(expected);
  });

  test('seen once again it does not bring back what people read of the time before', () => {
    const told = [[unknown], [unknown, unknown], [unknown, unknown, {}, unknown]].map((looks) => {
      const row = seenSince(looks);
      return row && isTold(row);
    });
    expect(told).toEqual([false, true, false]);
  });

  test('what a failed deployment, or those before it, may have left is known', () => {
    const failed = { status: 'failed', artifact: OTHER, previous: NEW, startedAt: NOON } as const;
    for (const artifact of [OTHER, NEW, OLD]) {
      const ended = [failed, { ...failed, artifact: NEW, previous: OLD }];
      expect(seenSince([{ serves: [artifact], ended }])).toBeNull();
    }
  });

  test('what was rolled back from is not', () => {
    const ended = [{ ...LEFT, artifact: OLD, previous: NEW }];
    expect(seenSince([{ ended }, { ended }])).toMatchObject({ state: 'open', expected: OLD });
  });

  test('what was adopted is known until a deployment starts there', () => {
    const open = seenSince([unknown, unknown]);
    const adopted = adopt(open, { ...THERE, by: 'bo', because: 'ours', found: null }, NOON);
    if (isRefusal(adopted)) throw new Error(adopted.what);
    const row = adopted.rows[0]?.row ?? null;
    const later = plus(NOON, MINUTE);
    const since = [{ ...LEFT, startedAt: plus(NOON, 1) }];
    expect(
      look(row, seen({ ...unknown, ended: [{ ...LEFT, startedAt: plus(NOON, -1) }] }), later),
    ).toBeNull();
    expect(look(row, seen({ ...unknown, ended: since }), later)?.rows[0]?.row.state).toBe(
      'noticed',
    );
  });

  test('an adoption outlives something else that came and went', () => {
    const ended = [{ ...LEFT, startedAt: plus(NOON, -MINUTE) }];
    const first = seenSince([{ ...unknown, ended: [] }]);
    const other = look(first, seen({ serves: [OLD], ended: [] }), NOON)?.rows[0]?.row ?? null;
    expect(other?.state).toBe('noticed');
    expect(look(other, seen({ ...unknown, ended }), NOON)?.rows[0]?.row.state).toBe('over');
  });
});

describe('a look at the configuration with which it serves', () => {
  const ran = { ...LEFT, ranWith: 'c1' };
  const failed = { status: 'failed', artifact: OTHER, previous: NEW, startedAt: NOON } as const;
  const cancelled = { ...failed, status: 'cancelled' } as const;
  const runs = (config: string | undefined, ended: Look['ended'] = [ran]): Partial<Look> => ({
    serves: [{ ...NEW, config }],
    ended,
  });

  test.each([
    ['as a deployment left it', [runs('c1'), runs('c1')], null],
    ['another once', [runs('c2')], by('noticed', 0)],
    ['another twice', [runs('c2'), runs('c2')], by('open', 1)],
    ['each time another', [runs('c2'), runs('c3')], by('noticed', 0)],
    ['another, then as it was', [runs('c2'), runs('c2'), runs('c1')], by('over', 1)],
    ['another, then not told', [runs('c2'), runs('c2'), runs(undefined)], by('open', 1)],
    ['never told', [runs(undefined), runs(undefined)], null],
    ['told since the deployment', [runs('c2', [LEFT]), runs('c2', [LEFT])], null],
    [
      'what one that failed since may have changed',
      [runs('c2', [failed, ran]), runs('c2', [failed, ran])],
      null,
    ],
    [
      'after one that was cancelled before anybody met it',
      [runs('c2', [cancelled, ran]), runs('c2', [cancelled, ran])],
      by('open', 1),
    ],
    [
      'another than was found before the first deployment from here',
      [runs('c1', []), runs('c2', []), runs('c2', [])],
      by('open', 1),
    ],
  ])('%s', (_, looks, expected) => {
    const row = seenSince(looks);
    expect(row && by(row.state, row.incident)).toEqual(expected);
  });

  test('says both, and of what nobody deployed it says that first', () => {
    const otherwise = { ...NEW, config: 'c2' };
    expect(seenSince([runs('c2')])?.found).toEqual([{ ...otherwise, was: 'c1' }]);
    const both = [otherwise, { ...OTHER, config: 'c9' }];
    expect(seenSince([{ serves: both, ended: [ran] }])?.found).toEqual([OTHER]);
  });

  test('what was adopted is known beside what was left', () => {
    const open = seenSince([runs('c2'), runs('c2')]);
    const word = { ...THERE, by: 'bo', because: 'more memory' };
    expect(adopt(open, { ...word, found: 'c3' }, NOON)).toMatchObject({ code: 'moved' });
    const adopted = adopt(open, { ...word, found: 'c2' }, plus(NOON, MINUTE));
    if (isRefusal(adopted)) throw new Error(adopted.what);
    expect(adopted.ledger[0]?.evidence).toMatchObject({ found: [{ config: 'c2', was: 'c1' }] });
    const row = adopted.rows[0]?.row ?? null;
    const later = plus(NOON, 2 * MINUTE);
    for (const config of ['c1', 'c2']) expect(look(row, seen(runs(config)), later)).toBeNull();
    expect(look(row, seen(runs('c3')), later)?.rows[0]?.row.state).toBe('noticed');
    const next = [{ ...ran, startedAt: later }];
    expect(look(row, seen(runs('c2', next)), later)?.rows[0]?.row.state).toBe('noticed');
  });
});

describe('a word on it', () => {
  const open = seenSince([unknown, unknown]);
  const word = { ...THERE, by: 'bo', because: 'load test', found: OTHER.digest };

  test('quiets it for a day and no longer', () => {
    const explained = explain(open, word, NOON);
    if (isRefusal(explained)) throw new Error(explained.what);
    const row = explained.rows[0]?.row ?? null;
    const day = 24 * 60 * MINUTE;
    expect(look(row, seen(unknown), plus(NOON, day - 1))).toBeNull();
    expect(look(row, seen(unknown), plus(NOON, day))?.rows[0]?.row).toMatchObject({
      state: 'open',
      incident: 2,
      word: null,
    });
  });

  test.each([
    ['nothing was ever seen', null, word, 'nothing-unknown'],
    ['it was seen once only', seenSince([unknown]), word, 'nothing-unknown'],
    ['it is over', seenSince([unknown, unknown, {}]), word, 'nothing-unknown'],
    ['something else came since', open, { ...word, found: OLD.digest }, 'moved'],
  ] as const)('is refused where %s', (_, before, asked, code) => {
    for (const said of [adopt, explain]) expect(said(before, asked, NOON)).toMatchObject({ code });
  });

  test('is in the ledger with what it was about', () => {
    expect(adopt(open, word, NOON)).toMatchObject({
      ledger: [
        {
          subject: 'target:shop:staging',
          what: 'adopted',
          by: 'bo',
          evidence: { found: [OTHER], expected: NEW.digest, because: 'load test' },
        },
      ],
    });
  });
});
