import { complaints, type ReviewSource } from '../domain/feedback/review.ts';
import type { Context } from '../ports/context.ts';
import type { ReviewFeeds } from '../ports/review-feeds.ts';
import { keepTickets } from './keep-tickets.ts';

type Reading = Pick<Context, 'catalog' | 'store' | 'records' | 'log'>;

/**
 * Reads the feeds of reviews and keeps the bad ones; what was read before is known. One that cannot be read does not keep
 * the others. Left without feeds it reads none: a process that serves people alone shows what others have read.
 */
export async function readReviews(ctx: Reading, feeds: ReviewFeeds | undefined): Promise<void> {
  const { reviews = [] } = ctx.catalog();
  if (!feeds) return;
  for (const source of reviews.filter(({ kind }) => kind === 'app-store')) {
    try {
      await readOne(ctx, feeds, source);
    } catch (error) {
      ctx.log.warn({ source: source.name, error: String(error) }, 'reviews could not be kept');
    }
  }
}

async function readOne(ctx: Reading, feeds: ReviewFeeds, source: ReviewSource): Promise<void> {
  const fetched = await feeds.fetch(source);
  if (fetched.kind === 'failed') {
    ctx.log.warn({ source: source.name, why: fetched.why }, 'reviews were not read');
    return;
  }
  const now = await ctx.records.now();
  await keepTickets(ctx, complaints(fetched.reviews, source, now));
}
