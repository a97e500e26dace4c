import fc from 'fast-check';
import type { Chart, KeyEntry, Mark, Panel, Tone } from '../../../src/ports/chart.ts';
import { scaleUpTo } from '../../../src/projections/chart-scale.ts';

const tone = fc.constantFrom<Tone>('main', 'good', 'bad', 'quiet');
const word = fc.string({ minLength: 1, maxLength: 60 }).map((text) => text.trim() || 'x');

function marksUpTo(most: number): fc.Arbitrary<readonly Mark[]> {
  const value = fc.double({ min: 0, max: most, noNaN: true });
  const point = fc
    .record({
      x: fc.integer({ min: 0, max: 100 }),
      at: fc.tuple(value, value, value),
      some: fc.boolean(),
    })
    .map(({ x, at, some }) => {
      const [low = 0, y = 0, high = 0] = at.toSorted((a, b) => a - b);
      return some ? { x, y, low, high } : { x, y, low: null, high: null };
    });
  const course = fc.array(fc.record({ x: fc.integer({ min: 0, max: 100 }), y: value }), {
    minLength: 1,
    maxLength: 30,
  });
  return fc.array(
    fc.oneof(
      fc.record({ mark: fc.constant('points' as const), tone, points: fc.array(point) }),
      fc.record({ mark: fc.constant('course' as const), tone, points: course }),
      fc.tuple(tone, value, value).map(
        ([t, a, b]): Mark => ({
          mark: 'band',
          tone: t,
          low: Math.min(a, b),
          high: Math.max(a, b),
        }),
      ),
      fc.record({ mark: fc.constant('level' as const), tone, at: value, label: fc.constant(null) }),
    ),
    { maxLength: 4 },
  );
}

const panel: fc.Arbitrary<Panel> = fc
  .double({ min: 0.05, max: 50_000, noNaN: true })
  .chain((most) =>
    fc.record({
      ...{ title: word, unit: word, says: word },
      x: fc.constant({
        ...{ from: 0, to: 100 },
        ticks: [0, 50, 100].map((at) => ({
          at,
          label: ['2 Sep', '17 Oct', '1 Dec'][at / 50] ?? '',
        })),
      }),
      y: fc.constant(scaleUpTo(most)),
      marks: marksUpTo(most),
    }),
  );

const sample = fc.constantFrom<KeyEntry['sample']>('point', 'hollow', 'band', 'course', 'level');

export const charts: fc.Arbitrary<Chart> = fc.record({
  title: word,
  subtitle: word,
  panels: fc.array(panel, { minLength: 1, maxLength: 6 }),
  key: fc.array(fc.record({ sample, tone, says: word }), { maxLength: 3 }),
});
