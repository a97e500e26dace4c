/**
 * What we conclude from measurements. `why` is one plain sentence per metric that decided; missing
 * evidence is its own answer and never a pass.
 */
export interface Verdict {
  readonly verdict: 'pass' | 'fail' | 'not enough data';
  readonly why: string;
  readonly metrics: readonly MetricVerdict[];
  /** What made it so; not there in what was stored before evidence was weighed. */
  readonly ground?: Ground;
  /** Evidence that it is worse, rounded down: at ALARM it fails. 1 is none. */
  readonly evidence?: number;
  /** Evidence that it is as good, of the metric that has least, rounded down: of ENOUGH. Not there in what is older. */
  readonly asGood?: number;
}

/**
 * worse: the evidence says so. floor: errors beyond discussion. as good: shown for every metric. thin:
 * too few requests, or a metric nobody measured. quiet: its requests have stopped. over a limit: by the
 * numbers, though not shown to be worse. undecided: shown to be neither.
 */
export type Ground =
  | 'worse'
  | 'floor'
  | 'as good'
  | 'thin'
  | 'quiet'
  | 'over a limit'
  | 'undecided';

/** The limit of a metric that has none: what is weighed decides. */
export const BY_EVIDENCE = 'by evidence';

/** One line of the health table, already in words: values carry their unit. */
export interface MetricVerdict {
  readonly metric: string;
  readonly canary: string;
  readonly baseline: string;
  readonly limit: string;
  readonly ok: boolean | null;
  /** How it compares, in a word or two, where there is no limit to be within. */
  readonly result?: string;
}
