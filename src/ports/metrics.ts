import type { ProviderTarget } from '../domain/catalog/catalog.ts';
import type { MinuteServed } from '../domain/deployment/burn-watch.ts';
import type { Target } from '../domain/kernel/target.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Counters } from '../domain/verdict/counters.ts';
import type { Indicator } from '../domain/verdict/indicator.ts';

export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/** A source that remembers, and so can be asked about any time. Reads only. */
export interface Spans {
  /** It learns no more often than this, so a sooner look sees nothing new. Milliseconds. */
  readonly everyMs: number;
  /** What happened within this time may still be missing: nobody asks for later than so long ago. */
  readonly lateMs: number;
  /**
   * How much of a span it was there to measure, in milliseconds, whether anybody came or not: of the rest it does not
   * know. Left out where a source cannot tell. Throws when it is silent.
   */
  readonly measured?: (target: Target, span: Span) => Promise<number>;
  /**
   * What each version served in a span, open at its beginning: spans that meet leave nothing out and
   * count nothing twice, whatever was restarted. Throws when the source is silent, says that its answer
   * is not whole, or measures no requests there at all. With an indicator, requests and errors as that counts them,
   * without latency.
   */
  during(
    target: Target,
    placement: ProviderTarget,
    span: Span,
    counting?: Indicator,
  ): Promise<ReadonlyMap<string, Counters>>;
  /** The mean of a named query over a span; null where it has no value for most of it. Throws as above. */
  measure(target: Target, name: string, span: Span): Promise<number | null>;
  /** Every reading of a named query over a span, by version, of all its processes. Throws as above. */
  gauge(target: Target, name: string, span: Span): Promise<ReadonlyMap<string, readonly number[]>>;
  /**
   * What each version served minute by minute, in order of time; minutes in which it served nothing are left
   * out. For weeks at a time. With an indicator, of what that counts. Throws as above.
   */
  minutes(target: Target, span: Span, counting?: Indicator): Promise<readonly MinuteServed[]>;
}

/** What each version has served at a target, as totals since its counters began. Reads only. */
export interface Metrics {
  /**
   * By version name; a version nobody has called is absent. With an indicator, requests and errors as that counts
   * them, without latency. Throws when the source is silent, or cannot count by indicators.
   */
  read(
    target: Target,
    placement: ProviderTarget,
    counting?: Indicator,
  ): Promise<ReadonlyMap<string, Counters>>;
  /** Asked instead of totals where it is there: totals of many processes forget what one had counted. */
  readonly spans?: Spans;
}
