import { reachOf } from '../domain/deployment/reach.ts';
import { refuse } from '../domain/kernel/refusal.ts';
import { helpView, verbView } from '../projections/help.ts';
import { asksChannel, defineVerb, type Verb } from './command.ts';
import { printUsage } from './grammar/print.ts';
import { optional } from './grammar/spec.ts';
import { suggest } from './grammar/suggest.ts';
import { no, say } from './reply.ts';

/** Prints what every verb declares; nothing here is written twice. */
export function createHelp(all: () => readonly Verb[]) {
  return defineVerb({
    name: 'help',
    root: '/release',
    aliases: ['?', 'commands'],
    says: 'What you may ask, where, and how',
    example: '/release help approve',
    args: { verb: optional('text') },
    needs: ['look'],
    urgent: false,
    async run(ctx, { actor, channel }, { verb }) {
      const reach = (v: Verb) =>
        reachOf(actor, v.needs, ctx.catalog(), asksChannel(v) ? { channel } : {});
      const usage = (v: Verb) => ({
        name: v.name,
        usage: printUsage(v),
        says: v.says,
        example: v.example,
        reach: v.needs.includes('look') ? null : reach(v),
      });
      if (verb === undefined) return say(helpView(all().map(usage)));
      const word = verb.toLowerCase();
      const shown = all().find((v) => v.name === word || v.aliases.includes(word));
      return shown ? say(verbView(usage(shown))) : no(noSuchVerb(verb, all()));
    },
  });
}

export function noSuchVerb(verb: string, all: readonly Verb[]) {
  const near = suggest(
    verb,
    all.map((v) => v.name),
  );
  return refuse('unknown-verb', `There is no verb "${verb}".`, {
    fix: near ? `Did you mean ${near}?` : 'See them all:',
    line: near ? `/release help ${near}` : '/release help',
  });
}
