import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Chart } from '../../../src/ports/chart.ts';
import { LOOK } from '../../../src/providers/charts/look.ts';
import { render, type Words } from '../../../src/providers/charts/render.ts';
import { charts } from './sample-charts.ts';

/** Two words that lie on each other by more than the air around letters. */
function overlapping(words: readonly Words[]): readonly (readonly [string, string])[] {
  const air = 3;
  return words.flatMap((a, i) =>
    words.slice(i + 1).flatMap((b): (readonly [string, string])[] => {
      const wide = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
      const high = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
      return wide > air && high > air ? [[a.text, b.text]] : [];
    }),
  );
}

function sizeOf(png: Uint8Array) {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

describe('a chart', () => {
  test('whatever it holds: no word lies on another or outside, and it is not large', () => {
    fc.assert(
      fc.property(charts, (chart) => {
        const { png, words } = render(chart);
        expect(overlapping(words)).toEqual([]);
        const { width, height } = sizeOf(png);
        expect(width).toBe(LOOK.width);
        expect(height).toBeLessThanOrEqual(1_100);
        for (const word of words) {
          expect(word.x).toBeGreaterThanOrEqual(0);
          expect(word.x + word.width).toBeLessThanOrEqual(width);
          expect(word.y + word.height).toBeLessThanOrEqual(height);
        }
        expect(png.length).toBeLessThan(300_000);
      }),
      { numRuns: 60 },
    );
  });

  test('is the same bytes each time', () => {
    const [chart] = fc.sample(charts, { numRuns: 1, seed: 7 });
    const [one, other] = [render(chart as Chart), render(chart as Chart)];
    expect(Buffer.from(one.png).equals(other.png)).toBe(true);
  });

  test('shows its title, units and the words of its marks', () => {
    const [some] = fc.sample(charts, { numRuns: 1, seed: 7 });
    const panels = (some?.panels ?? []).slice(0, 1).map((one) => ({
      ...{ ...one, title: 'Lead time', unit: 'hours', says: '7 (5 to 10)' },
    }));
    const key = [{ sample: 'point', tone: 'main', says: '15 days' }] as const;
    const { words } = render({ title: 'DORA: shop', subtitle: 'UTC', panels, key });
    expect(words.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['DORA: shop', 'UTC', 'Lead time, hours', '7 (5 to 10)', '15 days']),
    );
  });

  test.each(['__proto__', 'constructor', '__proto__ '.repeat(9), 'toString'])(
    'named %s it changes nothing but its picture',
    (name) => {
      const shared = [Object.prototype, Object, Object.prototype.toString];
      const before = shared.map((one) => Reflect.ownKeys(one));
      try {
        const key = [{ sample: 'point', tone: 'main', says: name }] as const;
        const { words } = render({ title: name, subtitle: name, panels: [], key });
        expect(words.length).toBe(3);
        expect(shared.map((one) => Reflect.ownKeys(one))).toEqual(before);
      } finally {
        // Or every test that comes after in this process fails too.
        for (const one of shared)
          for (const left of ['prev', 'next']) Reflect.deleteProperty(one, left);
      }
    },
  );
});
