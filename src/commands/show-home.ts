import { defineVerb } from './command.ts';
import { homeOf } from './home.ts';

/** One's own page, also without opening it. */
export const home = defineVerb({
  name: 'home',
  root: '/release',
  aliases: ['me'],
  says: 'What waits for you, what runs, and what is yours',
  example: '/release home',
  args: {},
  needs: ['look'],
  urgent: false,
  async run(ctx, { actor }) {
    return { kind: 'said', view: await homeOf(ctx, actor), typedOnly: true };
  },
});
