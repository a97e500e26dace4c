import type { Tone } from '../../ports/chart.ts';

/**
 * How charts look. Drawn at twice the size at which a phone shows them (360 wide), so that their smallest
 * words are still of 10 there; on white, with a border, because dark themes show the picture as it is.
 */
export const LOOK = {
  width: 800,
  /** Around everything. */
  margin: 28,
  /** Title and subtitle. */
  head: 112,
  /** One row of panels: its words above the axes, the axes, and the words below. */
  row: { above: 74, axes: 120, below: 58 },
  /** Between two columns. */
  gap: 36,
  /** Left of the axes, for the numbers. */
  numbers: 62,
  text: { title: 30, panel: 24, words: 21 },
  family: 'Fairway Chart',
  ground: '#ffffff',
  border: '#d6dde6',
  ink: '#1b2430',
  soft: '#4d5b6b',
  grid: '#e3e8ee',
} as const;

/** Told apart without colour as well: by their form, and by words. */
export const TONES: Readonly<Record<Tone, { readonly line: string; readonly fill: string }>> = {
  main: { line: '#0b5f58', fill: '#0b5f5826' },
  good: { line: '#1a7f37', fill: '#1a7f3726' },
  bad: { line: '#b3261e', fill: '#b3261e26' },
  quiet: { line: '#6b7a8c', fill: '#6b7a8c2e' },
};

const ROW = LOOK.row.above + LOOK.row.axes + LOOK.row.below;

/** Where one panel lies; all in pixels of the picture. */
export interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
}

export interface Layout {
  readonly height: number;
  readonly panels: readonly Place[];
  /** Where the meaning of the marks is told: a free place beside the panels, or a line below them. */
  readonly key: Place & { readonly beside: boolean };
}

const KEY_LINE = 34;

/** Two columns, one where there is a single panel; the key takes the place of the last where it is free. */
export function layOut(panels: number, keys: number): Layout {
  const { width, margin, head, gap } = LOOK;
  const columns = panels > 1 ? 2 : 1;
  const column = (width - 2 * margin - (columns - 1) * gap) / columns;
  const place = (nth: number): Place => ({
    left: margin + (nth % columns) * (column + gap),
    top: head + Math.floor(nth / columns) * ROW,
    width: column,
  });
  const beside = panels % columns !== 0;
  const rows = Math.ceil(panels / columns);
  const below = { left: margin, top: head + rows * ROW, width: width - 2 * margin };
  return {
    height: head + rows * ROW + (beside ? 0 : keys * KEY_LINE) + margin / 2,
    panels: Array.from({ length: panels }, (_, nth) => place(nth)),
    key: { ...(beside ? place(panels) : below), beside },
  };
}

/** Where the nth line of the key is, from the top of its place. */
export function keyLine(nth: number, beside: boolean): number {
  return (beside ? LOOK.row.above + 6 : 10) + nth * KEY_LINE;
}
