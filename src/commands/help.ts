import { refuse } from '../domain/kernel/refusal.ts';
import { helpView } from '../projections/help.ts';
import { defineVerb, type Verb } from './command.ts';
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
    says: 'What you can ask, and how',
    example: '/release help approve',
    args: { verb: optional('text') },
    urgent: false,
    async run(_ctx, _asked, { verb }) {
      const shown = verb === undefined ? all() : all().filter((v) => v.name === verb.toLowerCase());
      if (verb !== undefined && shown.length === 0) return no(noSuchVerb(verb, all()));
      const lines = shown.map((v) => ({ usage: printUsage(v), says: v.says, example: v.example }));
      return say(helpView(lines, verb !== undefined));
    },
  });
}

function noSuchVerb(verb: string, all: readonly Verb[]) {
  const near = suggest(
    verb,
    all.map((v) => v.name),
  );
  return refuse('unknown-verb', `There is no verb "${verb}".`, {
    fix: near ? `Did you mean ${near}?` : 'See them all:',
    line: near ? `/release help ${near}` : '/release help',
  });
}
