import { z } from 'zod';
import { ForeignReview } from '../../domain/feedback/review.ts';
import type { FetchedReviews, ReviewFeeds } from '../../ports/review-feeds.ts';
import { guardedFetch } from '../outbound/guarded-fetch.ts';
import type { Resolve } from '../outbound/lookup.ts';
import { OutboundError } from '../outbound/outbound-error.ts';
import { Moment, Word } from '../webhook-shape.ts';

const TIMEOUT_MS = 10_000;
/** A page has fifty reviews; this is some twenty times as much. */
const MOST_BYTES = 2_097_152;
const MOST = 500;

const Label = z.object({ label: z.string() });
const Entry = z.object({
  id: Label,
  'im:rating': z.object({ label: z.string().regex(/^[1-5]$/) }),
  'im:version': z.object({ label: Word }).nullish(),
  updated: z.object({ label: Moment }),
});
/** One review is no list there, and none is no entry. */
const Feed = z.object({
  feed: z.object({ entry: z.union([z.array(z.unknown()), z.unknown()]).optional() }),
});

/** The feed of customer reviews of the App Store, as JSON, the newest first. */
export function createReviewFeeds(given: { readonly resolve?: Resolve } = {}): ReviewFeeds {
  return {
    async fetch({ url: address = '', private: own = false }) {
      if (!URL.canParse(address)) return failed('its address is none of the web');
      const url = new URL(address);
      const get = guardedFetch({
        allow: () => [{ host: url.hostname, private: own }],
        timeoutMs: TIMEOUT_MS,
        maxBytes: MOST_BYTES,
        ...given,
      });
      try {
        const { status, text } = await get(url, { headers: { accept: 'application/json' } });
        if (status !== 200) return failed(`${url.host} answered ${status}`);
        return reviewsIn(text, url.host);
      } catch (error) {
        return failed(
          error instanceof OutboundError ? error.message : `${url.host} could not be asked`,
        );
      }
    },
  };
}

/** What is no review, such as the application itself, is passed over; a text without a feed is a fault. */
export function reviewsIn(text: string, host: string): FetchedReviews {
  const read = Feed.safeParse(parsed(text));
  if (!read.success) return failed(`${host} answered with no feed of reviews`);
  const { entry = [] } = read.data.feed;
  const all = Array.isArray(entry) ? entry : [entry];
  return { kind: 'reviews', reviews: all.slice(0, MOST).flatMap(reviewOf) };
}

function reviewOf(entry: unknown): readonly ForeignReview[] {
  const read = Entry.safeParse(entry);
  if (!read.success) return [];
  const { id, updated, 'im:rating': stars, 'im:version': version } = read.data;
  const review = ForeignReview.safeParse({
    ref: id.label,
    at: updated.label,
    stars: Number(stars.label),
    version: version?.label ?? null,
  });
  return review.success ? [review.data] : [];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function failed(why: string): FetchedReviews {
  return { kind: 'failed', why };
}
