import { forbids } from '../domain/deployment/rights.ts';
import { adopt as decide } from '../domain/deployment/sighting.ts';
import { aboutSighting, SIGHTED } from './about-sighting.ts';
import { defineVerb } from './command.ts';

/** What serves may stay, though no deployment put it there: a word for who could have let it in. */
export const adopt = defineVerb({
  name: 'adopt',
  root: '/release',
  aliases: [],
  says: 'Let what serves stay though no deployment put it there',
  example: '/release adopt shop in production because "hotfix by hand, INC-42"',
  args: SIGHTED,
  needs: ['adopt'],
  urgent: false,
  stepUp: () => ({ kind: 'loosening' }),
  run: (ctx, asked, typed) =>
    aboutSighting(ctx, asked, typed, {
      decide,
      forbids: (place) => forbids(asked.actor, 'adopt', place, ctx.catalog()),
      done: (name) => `You adopted what serves ${name}.`,
    }),
});
