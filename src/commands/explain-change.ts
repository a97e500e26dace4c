import { forbids } from '../domain/deployment/rights.ts';
import { explain as decide } from '../domain/deployment/sighting.ts';
import { aboutSighting, SIGHTED } from './about-sighting.ts';
import { defineVerb } from './command.ts';

/** Says why something serves that no deployment put there, so that nobody is asked for a day. */
export const explainChange = defineVerb({
  name: 'explain-change',
  root: '/release',
  aliases: [],
  says: 'Say why something serves that no deployment put there',
  example: '/release explain-change shop in production because "load test until noon"',
  args: SIGHTED,
  needs: ['steer'],
  urgent: false,
  run: (ctx, asked, typed) =>
    aboutSighting(ctx, asked, typed, {
      decide,
      forbids: (place) => forbids(asked.actor, 'steer', place, ctx.catalog()),
      done: (name) => `You explained what serves ${name}; nobody is asked for a day.`,
    }),
});
