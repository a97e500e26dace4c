import { text } from '../projections/parts.ts';
import { defineVerb } from './command.ts';
import { say } from './reply.ts';

/** What Cancel on a preview stands for: nothing was stored, so there is nothing to undo. */
export const dismiss = defineVerb({
  name: 'dismiss',
  root: '/release',
  aliases: ['never-mind'],
  says: 'Leave a preview without starting anything',
  example: '/release dismiss',
  args: {},
  needs: ['look'],
  urgent: false,
  async run() {
    const sentence = 'Nothing was started.';
    return say({ text: sentence, parts: [text(sentence)] });
  },
});
