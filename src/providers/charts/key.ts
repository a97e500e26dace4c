import type { KeyEntry } from '../../ports/chart.ts';
import { keyLine, type Layout, LOOK, TONES } from './look.ts';
import { textAt } from './words.ts';

const SAMPLE = 44;

/** What the marks mean: a sample of each beside its words, in a place of their own. */
export function keyElements(key: readonly KeyEntry[], place: Layout['key']) {
  return key.flatMap((entry, nth) => {
    const top = place.top + keyLine(nth, place.beside);
    const at = { x: place.left, y: top + LOOK.text.words / 2 - 4 };
    const said = { left: place.left + SAMPLE + 14, width: place.width - SAMPLE - 14, top };
    return [
      ...sampleOf(entry, at),
      textAt({ ...said, text: entry.says, size: LOOK.text.words, color: LOOK.soft }),
    ];
  });
}

interface Spot {
  readonly x: number;
  readonly y: number;
}

function sampleOf({ sample, tone }: KeyEntry, { x, y }: Spot) {
  const { line, fill } = TONES[tone];
  const middle = x + SAMPLE / 2;
  switch (sample) {
    case 'point':
      return [
        stroke(middle, y - 13, middle, y + 13, line),
        stroke(middle - 6, y - 13, middle + 6, y - 13, line),
        stroke(middle - 6, y + 13, middle + 6, y + 13, line),
        dot({ x: middle, y }, { fill: line, stroke: line }),
      ];
    case 'hollow':
      return [dot({ x: middle, y }, { fill: LOOK.ground, stroke: line })];
    case 'band':
      return [
        {
          ...{ type: 'rect', silent: true },
          shape: { x, y: y - 10, width: SAMPLE, height: 20 },
          style: { fill },
        },
        stroke(x, y, x + SAMPLE, y, line),
      ];
    case 'course':
      return [stroke(x, y, x + SAMPLE, y, line)];
    case 'level':
      return [stroke(x, y, x + SAMPLE, y, line, [8, 6])];
  }
}

function stroke(
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  color: string,
  lineDash: readonly number[] | null = null,
) {
  const style = { stroke: color, lineWidth: 3, lineDash };
  return { type: 'line', silent: true, shape: { x1, y1, x2, y2 }, style };
}

function dot({ x: cx, y: cy }: Spot, style: { readonly fill: string; readonly stroke: string }) {
  const shape = { cx, cy, r: 7 };
  return { type: 'circle', silent: true, shape, style: { ...style, lineWidth: 3 } };
}
