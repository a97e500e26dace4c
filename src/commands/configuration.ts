import { configurationInFull, configurationList } from '../projections/configuration.ts';
import { configurationId, unknown } from './answer-configuration.ts';
import { defineVerb } from './command.ts';
import { optional } from './grammar/spec.ts';
import { no, say } from './reply.ts';
import { unprovenRules } from './unproven.ts';

const MOST = 10;

/** The versions of the rules: the one in force, what waits, what was said no to. */
export const configuration = defineVerb({
  name: 'configuration',
  root: '/release',
  aliases: ['config'],
  says: 'Which configuration is in force, which one waits for approval, and what it changes',
  example: '/release configuration C-2',
  args: { id: optional('id') },
  needs: ['look'],
  urgent: false,
  shows: () => true,
  async run({ configurations, catalog, journal }, _asked, { id: word }) {
    if (word === undefined) {
      const all = await configurations.list(MOST);
      return say(configurationList(all, configurations.problem()));
    }
    const id = configurationId(word);
    const found = id ? await configurations.find(id) : null;
    if (!found) return no(unknown(word));
    return say(configurationInFull(found, await unprovenRules(catalog, journal.factors, found)));
  },
});
