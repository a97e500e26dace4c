/** What a mark stands for: the subject, what is wished for, what is feared, or what it is compared with. */
export type Tone = 'main' | 'good' | 'bad' | 'quiet';

/** A place on the x axis, and what is written there. */
export type Tick = { readonly at: number; readonly label: string };

/** A value with its interval; without one where there were too few to say, and drawn hollow then. */
export type Point = {
  readonly x: number;
  readonly y: number;
  readonly low: number | null;
  readonly high: number | null;
};

export type Mark =
  /** Single values with their intervals, joined by nothing: between them nothing was measured. */
  | { readonly mark: 'points'; readonly tone: Tone; readonly points: readonly Point[] }
  /** A course over time, as steps: it is so until the next was measured. */
  | {
      readonly mark: 'course';
      readonly tone: Tone;
      readonly points: readonly { readonly x: number; readonly y: number }[];
    }
  /** A value that holds from left to right, with a word of its own where there is one. */
  | {
      readonly mark: 'level';
      readonly tone: Tone;
      readonly at: number;
      readonly label: string | null;
    }
  /** An interval that holds from left to right. */
  | { readonly mark: 'band'; readonly tone: Tone; readonly low: number; readonly high: number };

/** One pair of axes. `says` is the number itself in words, with its interval. */
export type Panel = {
  readonly title: string;
  readonly unit: string;
  readonly says: string;
  readonly x: { readonly from: number; readonly to: number; readonly ticks: readonly Tick[] };
  /** From nothing up to `to`, with a line and a number at each `step`. */
  readonly y: {
    readonly to: number;
    readonly step: number;
    /** What stands at each step from nothing on, where it is not the number itself. */
    readonly labels?: readonly string[];
  };
  readonly marks: readonly Mark[];
};

/** What one kind of mark means, in words. */
export type KeyEntry = {
  readonly sample: 'point' | 'hollow' | 'band' | 'course' | 'level';
  readonly tone: Tone;
  readonly says: string;
};

/**
 * A chart as pure data: at most `MOST_PANELS` panels side by side, and what their marks mean. The words
 * are ours or harmless (`visible`); what is too long is cut when it is drawn.
 */
export type Chart = {
  readonly title: string;
  readonly subtitle: string;
  readonly panels: readonly Panel[];
  readonly key: readonly KeyEntry[];
};

export const MOST_PANELS = 6;

export type Drawn =
  /** A PNG, the same bytes for the same chart on the same machine. */
  | { readonly kind: 'drawn'; readonly png: Uint8Array }
  /** This machine cannot draw, and will not be able to before Fairway starts anew. */
  | { readonly kind: 'cannot'; readonly why: string }
  /** This one failed; another may not. */
  | { readonly kind: 'failed'; readonly why: string };

/** Draws a chart as a picture. Never throws. */
export type Draw = (chart: Chart) => Promise<Drawn>;
