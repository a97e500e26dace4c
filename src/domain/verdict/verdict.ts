/**
 * What we conclude from measurements. `why` is one plain sentence per metric that decided; missing
 * evidence is its own answer and never a pass.
 */
export interface Verdict {
  readonly verdict: 'pass' | 'fail' | 'not enough data';
  readonly why: string;
  readonly metrics: readonly MetricVerdict[];
}

/** One line of the health table, already in words: values carry their unit. */
export interface MetricVerdict {
  readonly metric: string;
  readonly canary: string;
  readonly baseline: string;
  readonly limit: string;
  readonly ok: boolean | null;
}
