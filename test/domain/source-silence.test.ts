import { describe, expect, test } from 'vitest';
import { type BurnWatch, missBurn, observeBurn } from '../../src/domain/deployment/burn-watch.ts';
import { SILENT_MS, silenceNews } from '../../src/domain/deployment/source-silence.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import { NOON } from './sample.ts';

const owners = ['chen'];
const since = (ms: number) => ({ silent: { since: plus(NOON, -ms), at: NOON, why: 'no answer' } });
const named = (service: string, seen: Pick<BurnWatch, 'silent'> | null) => ({
  service,
  owners,
  seen,
});

describe('6.1 what is told of a source that is silent', () => {
  test.each<[string, Parameters<typeof named>[1], readonly string[], [number, number, number]]>([
    ['it answers', {}, [], [0, 0, 0]],
    ['never asked', null, [], [0, 0, 0]],
    ['silent for less than a judge waits', since(SILENT_MS - 1), [], [0, 0, 0]],
    ['silent for as long', since(SILENT_MS), [], [1, 0, 0]],
    ['told already', since(9 * SILENT_MS), ['shop'], [0, 0, 1]],
    ['told, and it answers again', {}, ['shop'], [0, 1, 0]],
    ['told, and asked by nobody since', null, ['shop'], [0, 0, 1]],
  ])('%s', (_, seen, told, [lost, back, still]) => {
    const news = silenceNews('production', [named('shop', seen)], told, NOON);
    expect([news.lost.length, news.back.length, news.still.length]).toEqual([lost, back, still]);
  });

  test('whoever is counted no more is not said to answer', () => {
    expect(silenceNews('production', [], ['shop'], NOON)).toMatchObject({ back: [], still: [] });
  });

  test('the first look without an answer is since when, and an answer ends it; what was known stays as old as it was', () => {
    const target = { service: 'shop', environment: 'production' };
    const rowOf = (change: ReturnType<typeof missBurn>) => change.rows[0]?.row ?? null;
    const totals = new Map([['1.0.0', { requests: 10, errors: 1 }]]);
    const day = 86_400_000;
    const seen = rowOf(observeBurn(null, target, { totals }, day, NOON));
    const first = rowOf(missBurn(seen, target, 'no answer', plus(NOON, 15_000)));
    const second = rowOf(missBurn(first, target, 'refused', plus(NOON, 30_000)));
    expect(second).toMatchObject({
      readAt: NOON,
      revision: 2,
      totals: { '1.0.0': { requests: 10 } },
      silent: { since: NOON + 15_000, at: NOON + 30_000, why: 'refused' },
    });
    const later = new Map([['1.0.0', { requests: 50, errors: 2 }]]);
    const back = rowOf(observeBurn(second, target, { totals: later }, day, plus(NOON, 45_000)));
    expect(back?.silent).toBeUndefined();
    expect(back?.days.map(([, n]) => n)).toEqual([40]);
    const never = rowOf(missBurn(null, target, 'no answer', NOON));
    expect(never).toMatchObject({ readAt: null, revision: 0 });
    const begun = rowOf(observeBurn(never, target, { totals }, day, plus(NOON, 60_000)));
    expect(begun).toMatchObject({ readAt: NOON + 60_000, since: NOON + 60_000, revision: 1 });
  });
});
