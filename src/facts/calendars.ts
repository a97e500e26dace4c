import { covers } from '../domain/governance/window.ts';
import type { Fact } from './fact.ts';

/** The copies of the calendars that speak of the target. */
export const calendars: Fact<'calendars'> = {
  name: 'calendars',
  async read({ closures }, about) {
    const { feeds } = await closures();
    return feeds
      .filter(({ feed }) => covers(feed, about))
      .flatMap(({ feed, copies }) => copies.map((digest) => `${feed.name}@sha256:${digest}`));
  },
};
