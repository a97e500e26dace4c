import type { Mark, Point } from '../../ports/chart.ts';
import { LOOK, TONES } from './look.ts';

/** What ECharts hands to whoever draws a series: where a value lies, in pixels. */
interface Axes {
  coord(value: readonly [number, number]): readonly [number, number];
}
interface Around {
  readonly coordSys: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
}

type Shape = { readonly [key: string]: unknown };

/** One mark as a series that draws itself, so that each is exactly what the key shows. */
export function seriesOf(mark: Mark, nth: number): readonly Shape[] {
  const drawn = (z: number, draw: (around: Around, axes: Axes) => readonly Shape[]): Shape => ({
    ...{ type: 'custom', xAxisIndex: nth, yAxisIndex: nth, z, silent: true, clip: false },
    data: [[0, 0]],
    renderItem: (around: Around, axes: Axes) => ({ type: 'group', children: draw(around, axes) }),
  });
  switch (mark.mark) {
    case 'band':
      return [drawn(2, (around, axes) => [bandOf(mark, around, axes)])];
    case 'level':
      return [drawn(3, (around, axes) => levelOf(mark, around, axes))];
    case 'course':
      return [drawn(4, (_, axes) => [courseOf(mark, axes)])];
    case 'points':
      return [drawn(5, (_, axes) => mark.points.flatMap((one) => pointOf(one, mark.tone, axes)))];
  }
}

type MarkOf<Name extends Mark['mark']> = Extract<Mark, { readonly mark: Name }>;

function bandOf({ tone, low, high }: MarkOf<'band'>, { coordSys }: Around, axes: Axes): Shape {
  const [, top] = axes.coord([0, high]);
  const [, bottom] = axes.coord([0, low]);
  const { x, width } = coordSys;
  // A band of no height would not be seen at all.
  const height = Math.max(3, bottom - top);
  return {
    type: 'rect',
    shape: { x, y: top, width, height },
    style: { fill: TONES[tone].fill },
  };
}

function levelOf({ tone, at, label }: MarkOf<'level'>, { coordSys }: Around, axes: Axes) {
  const { x, y: above, width } = coordSys;
  const [, y] = axes.coord([0, at]);
  const size = LOOK.text.words - 2;
  const lineDash = label === null ? null : [8, 6];
  const line = {
    type: 'line',
    shape: { x1: x, y1: y, x2: x + width, y2: y },
    style: { stroke: TONES[tone].line, lineWidth: 2, lineDash },
  };
  if (label === null) return [line];
  const under = y - above < size + 8;
  const words = {
    ...{ type: 'text', x: x + 6, y: under ? y + 5 : y - 5 },
    style: {
      ...{ text: label, fill: TONES[tone].line, textAlign: 'left' },
      ...{ textVerticalAlign: under ? 'top' : 'bottom', font: `${size}px "${LOOK.family}"` },
    },
  };
  return [line, words];
}

function courseOf({ tone, points }: MarkOf<'course'>, axes: Axes): Shape {
  const steps = points.flatMap(({ x, y }, i) => {
    const before = points[i - 1];
    const here = axes.coord([x, y]);
    return before ? [axes.coord([x, before.y]), here] : [here];
  });
  const style = { stroke: TONES[tone].line, fill: 'none', lineWidth: 4, lineJoin: 'round' };
  return { type: 'polyline', shape: { points: steps }, style };
}

const CAP = 6;

function pointOf({ x, y, low, high }: Point, tone: MarkOf<'points'>['tone'], axes: Axes) {
  const { line } = TONES[tone];
  const [cx, cy] = axes.coord([x, y]);
  const known = low !== null && high !== null;
  const dot = {
    type: 'circle',
    shape: { cx, cy, r: 7 },
    style: { fill: known ? line : LOOK.ground, stroke: line, lineWidth: 3 },
  };
  if (!known) return [dot];
  const [, top] = axes.coord([x, high]);
  const [, bottom] = axes.coord([x, low]);
  const stroke = (x1: number, y1: number, x2: number, y2: number): Shape => ({
    type: 'line',
    shape: { x1, y1, x2, y2 },
    style: { stroke: line, lineWidth: 3 },
  });
  return [
    stroke(cx, top, cx, bottom),
    stroke(cx - CAP, top, cx + CAP, top),
    stroke(cx - CAP, bottom, cx + CAP, bottom),
    dot,
  ];
}
