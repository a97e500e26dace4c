import type { ForeignReview, ReviewSource } from '../domain/feedback/review.ts';

/** What a look at a feed of reviews brought. */
export type FetchedReviews =
  | { readonly kind: 'reviews'; readonly reviews: readonly ForeignReview[] }
  | { readonly kind: 'failed'; readonly why: string };

/** Reads what stores publish of reviews. */
export interface ReviewFeeds {
  /** Never throws; `why` names no part of an address beyond its host. */
  fetch(source: Pick<ReviewSource, 'url' | 'private'>): Promise<FetchedReviews>;
}
