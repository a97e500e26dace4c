import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import type { Deployment } from '../../src/domain/deployment/deployment.ts';
import {
  beginRound,
  causeOf,
  closed,
  endRound,
  heeded,
  isDue,
  type JourneyWatch,
} from '../../src/domain/deployment/journey-watch.ts';
import { calm, holdsFor, sayRed } from '../../src/domain/deployment/red-journey.ts';
import {
  concerns,
  idly,
  watchable,
  watchedNow,
} from '../../src/domain/deployment/watched-journeys.ts';
import { type Instant, plus } from '../../src/domain/kernel/time.ts';
import { JourneyFile } from '../../src/domain/verdict/journey/form.ts';
import type { Count, Vote } from '../../src/domain/verdict/journey/vote.ts';
import { NOON, running, yesOf } from './sample.ts';

const shop = { service: 'shop', environment: 'production' };
const STEP = { name: 'open', url: 'https://shop.example/' };
const journeyOf = (more: object = {}) => ({
  ...JourneyFile.parse({ steps: [STEP], ...more }),
  name: 'buy',
  probes: ['here'],
  quorum: 1,
});

function votes(count: Count): readonly Vote[] {
  if (count === 'none') return [{ probe: 'here', outcome: 'none', why: 'away' }];
  const why = count === 'red' ? 'answered 500' : null;
  return [{ probe: 'here', outcome: count, steps: [{ name: 'open', ms: 40, why }] }];
}

const COUNTS: Readonly<Record<string, Count>> = { g: 'green', r: 'red' };

/** Rounds ten seconds apart, each written over the one before; `~` a time in which nobody walks. */
function walked(rounds: string, from: JourneyWatch | null = null) {
  let at: Instant = NOON;
  let watch = from;
  const ledger: string[] = [];
  for (const letter of rounds) {
    at = plus(at, letter === '~' ? 3_600_000 : 10_000);
    if (letter === '~') continue;
    const count = COUNTS[letter] ?? 'none';
    const begun = beginRound(watch, shop, 'buy', at).rows[0]?.row;
    if (!begun) throw new Error('no row');
    const ended = endRound(begun, { votes: votes(count), count }, 2, plus(at, 1_000));
    ledger.push(...ended.ledger.map(({ what }) => what));
    watch = ended.rows[0]?.row ?? null;
  }
  if (!watch) throw new Error('nobody walked');
  return { watch, ledger };
}

describe('6.6 when a journey is red', () => {
  test.each<[string, object | null, readonly string[]]>([
    ['g', null, []],
    ['gr', null, []],
    ['grgrgr', null, []],
    ['grr', { since: NOON + 20_000, isOld: false, until: null, held: null }, ['turned-red']],
    ['grnr', { since: NOON + 20_000, isOld: false }, ['turned-red']],
    ['gnnn', null, []],
    ['rr', { since: NOON + 10_000, isOld: true }, ['turned-red']],
    ['nrr', { since: NOON + 20_000, isOld: true }, ['turned-red']],
    ['grrrr', { since: NOON + 20_000 }, ['turned-red']],
    ['grrn', { until: null }, ['turned-red']],
    ['grrg', { until: NOON + 41_000 }, ['turned-red', 'turned-green']],
    ['grrgg', { until: NOON + 41_000 }, ['turned-red', 'turned-green']],
    ['g~rr', { isOld: true }, ['turned-red']],
    ['r~r', null, []],
    ['grr~g', { since: NOON + 20_000, until: NOON + 3_641_000 }, ['turned-red', 'turned-green']],
  ])('%s', (rounds, red, ledger) => {
    const seen = walked(rounds);
    if (red === null) expect(seen.watch.red).toBeNull();
    else expect(seen.watch.red).toMatchObject(red);
    expect(seen.ledger).toEqual(ledger);
  });

  test('another round begins when its time has come, and not while one is under way', () => {
    const one = { ...shop, journey: journeyOf({ within: '20s' }), everyMs: 10_000 };
    const { watch } = walked('g');
    expect(isDue(null, one, NOON)).toBe(true);
    const waited = (ms: number, from: JourneyWatch = watch) =>
      isDue(from, one, plus(from.walkedAt, ms));
    expect([9_999, 10_000].map((ms) => waited(ms))).toEqual([false, true]);
    const begun = beginRound(watch, shop, 'buy', plus(watch.walkedAt, 10_000)).rows[0]?.row;
    expect(begun && [10_000, 79_999, 80_000].map((ms) => waited(ms, begun))).toEqual([
      false,
      false,
      true,
    ]);
  });

  test('each write is over the one before, and what is done with is red no more', () => {
    const { watch } = walked('grr');
    expect(watch.revision).toBe(5);
    const held = heeded(watch, ['D-7'])?.rows[0]?.row;
    expect(held).toMatchObject({ revision: 6, red: { held: ['D-7'] } });
    expect(held && closed(held).rows[0]?.row).toMatchObject({ revision: 7, red: null });
    expect(heeded({ ...watch, red: null }, [])).toBeNull();
  });
});

const catalogOf = (journey: ReturnType<typeof journeyOf>): Catalog =>
  ({
    environments: [
      { name: 'production', aliases: [], protected: true },
      { name: 'staging', aliases: [], protected: false },
    ],
    services: [
      { name: 'search', environments: { production: {} } },
      {
        name: 'shop',
        dependsOn: ['search'],
        environments: { production: { journeys: [journey] }, staging: { journeys: [journey] } },
      },
      { name: 'checkout', dependsOn: ['shop'], environments: { production: {} } },
    ],
  }) as unknown as Catalog;

describe('6.6 which journeys are walked, and how often', () => {
  test.each<[string, object, readonly (readonly [string, number])[]]>([
    ['one that only asks, where it matters', {}, [['production', 10_000]]],
    ['no more often than that unless somebody says so', { every: '2s' }, [['production', 10_000]]],
    ['less often', { every: '40s' }, [['production', 40_000]]],
    ['one that orders something', { steps: [{ ...STEP, method: 'POST' }] }, []],
    ['one in a browser', { steps: [{ name: 'open', open: 'https://shop.example/' }] }, []],
    [
      'one that asks which version serves',
      { steps: [{ ...STEP, expect: { contains: '{version}' } }] },
      [],
    ],
    ['one that nobody wants walked', { watch: 'never' }, []],
    [
      'one that orders, where somebody says so',
      { watch: '30s', steps: [{ ...STEP, method: 'POST' }] },
      [
        ['production', 30_000],
        ['staging', 30_000],
      ],
    ],
  ])('%s', (_, more, paces) => {
    const all = watchable(catalogOf(journeyOf(more)));
    expect(all.map(({ environment, everyMs }) => [environment, everyMs])).toEqual(paces);
  });

  test('one whose version is asked for is refused where it is to be watched', () => {
    const parsed = JourneyFile.safeParse({
      watch: '10s',
      steps: [{ ...STEP, expect: { contains: '{version}' } }],
    });
    expect(parsed.error?.issues[0]).toMatchObject({ path: ['watch'] });
  });

  const catalog = catalogOf(journeyOf());
  const all = watchable(catalog);
  const journey = { kind: 'journey', when: 'before', journey: journeyOf() } as const;
  const first = { previous: null, exposedAt: null };
  test.each<[string, Partial<Deployment>, number, boolean]>([
    ['its service is deployed', {}, 2, true],
    ['what it stands on is', { service: 'search' }, 2, true],
    ['what stands on it is', { service: 'checkout' }, 2, false],
    ['it is elsewhere', { environment: 'staging' }, 2, false],
    ['it is rolled back', { kind: 'rollback' }, 2, false],
    ['nothing serves yet', first, 2, false],
    ['the first serves everybody', first, 5, true],
    ['its own deployment walks it', { plan: [journey] }, 0, false],
    [
      'its own is held where it walks it',
      { plan: [journey], hold: { by: 'fairway', at: NOON, why: 'red', asks: [] } },
      0,
      true,
    ],
  ])('walked while %s', (_, patch, cursor, isWalked) => {
    const d = running(cursor, patch);
    expect(watchedNow(all, catalog, [d])).toEqual(isWalked ? all : []);
    const [one] = all;
    const isHeld = isWalked || (patch.previous === null && cursor === 2);
    expect(one && concerns(catalog, one, d)).toBe(isHeld);
  });

  test('with nothing under way none, and what waits to be green once a minute', () => {
    expect(watchedNow(all, catalog, [])).toEqual([]);
    expect(all.map(idly)).toMatchObject([{ everyMs: 60_000 }]);
  });
});

describe('6.6 what is held and said', () => {
  const { watch } = walked('grr');
  const old = walked('rr').watch;
  const redOf = ({ red }: JourneyWatch) => {
    if (!red) throw new Error('it is green');
    return red;
  };
  const met = running(3, { exposedAt: NOON });
  const unmet = running(1, { exposedAt: null });
  const fix = { fixes: 'INC-42', approvals: [yesOf('chen', ['production'])] };
  const own = { ...fix, requestedBy: 'chen' };

  test.each([
    ['turned red after people met it', 'ignore', watch, met, true, false],
    ['turned red before anybody met it', 'hold', watch, unmet, true, true],
    ['and may be red before', 'ignore', watch, unmet, false, true],
    ['red since it was first walked', 'not-walked', old, met, true, true],
    ['and may be so', 'ignore', old, met, false, true],
    ['red since it was first walked: a fix', 'hold', old, { ...met, ...fix }, false, true],
    ['turned red before anybody met the fix', 'hold', watch, { ...unmet, ...fix }, false, true],
    ['turned red after people met the fix', 'hold', watch, { ...met, ...fix }, true, false],
    ['a fix nobody approved', 'hold', old, { ...met, ...fix, approvals: [] }, true, true],
    ['a fix its own asker approved', 'hold', old, { ...met, ...own }, true, true],
  ] as const)('%s (%s)', (_, before, seen, d, isHeld, isSpared) => {
    expect(holdsFor(journeyOf({ before }), redOf(seen), d)).toBe(isHeld);
    expect(/1\.1\.0, which is not blamed/.test(sayRed(seen, redOf(seen), d))).toBe(isSpared);
  });

  test('which journey and step, since when, and what takes it on', () => {
    expect(sayRed(watch, redOf(watch), met)).toBe(
      'The journey "buy" is red since 2026-11-20 12:00 UTC (resume goes on, green or not): red at 1 of 1 probe; here: step 1 "open" failed after 40 ms, answered 500. It is said here when it is green again',
    );
    expect(sayRed(watch, redOf(watch), { ...met, service: 'search' })).toMatch(
      /^The journey "buy" of shop, which stands on search, is red since/,
    );
  });

  test.each([
    ['held for it', met, { by: 'fairway', cause: causeOf(watch) }, true],
    ['held for something else', met, { by: 'bo' }, false],
    ['resumed', met, null, false],
    ['over', { ...met, status: 'failed' }, null, false],
  ] as const)('green again, %s', (_, d, hold, isAsked) => {
    const over = walked('grrg').watch;
    const kept = hold && { at: NOON, why: 'red', asks: ['chen'], ...hold };
    const change = calm({ ...d, hold: kept }, over, plus(NOON, 60_000));
    const [event] = change?.events ?? [];
    expect(event).toMatchObject({ type: 'calmed', tell: isAsked ? ['chen'] : [] });
    expect(event?.note).toMatch(/^The journey "buy" is green again since 2026-11-20 12:00 UTC/);
    const after = change?.rows[0]?.row;
    expect(after?.status).toBe(d.status);
    if (isAsked) expect(after?.hold).toEqual({ ...kept, cause: undefined, why: after?.hold?.why });
    else expect(after?.hold).toEqual(kept);
    expect(calm({ ...d, hold: kept }, watch, NOON)).toBeNull();
  });
});
