import { reviewList } from '../projections/review-list.ts';
import { defineVerb } from './command.ts';
import { say } from './reply.ts';

const MOST = 20;

/** Every review that is owed. */
export const reviews = defineVerb({
  name: 'reviews',
  root: '/release',
  aliases: [],
  says: 'Reviews of broken glasses that are still owed, the longest owed first',
  example: '/release reviews',
  args: {},
  needs: ['look'],
  urgent: false,
  shows: () => true,
  async run(ctx) {
    const [owed, now] = await Promise.all([ctx.records.reviews(null, MOST), ctx.records.now()]);
    return say(reviewList(owed, ctx.catalog(), now));
  },
});
