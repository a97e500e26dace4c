import { type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { Verb } from './command.ts';
import { suggest } from './grammar/suggest.ts';
import { verbNamed, verbs } from './verbs.ts';

export type Routed = { readonly verb: Verb; readonly text: string } | { readonly refusal: Refusal };

/** Which verb a whole line means: `/deploy …`, `/rollback …`, or `/release <verb> …`. */
export function route(line: string): Routed {
  const [, root = '', rest = ''] = /^(\/\S+)\s*(.*)$/s.exec(line.trim()) ?? [];
  const [, word = '', tail = ''] = /^(\S*)\s*(.*)$/s.exec(rest) ?? [];
  const own = verbs.find((v) => v.root === root.toLowerCase() && v.root !== '/release');
  const named = verbNamed(word);
  if (own) return named?.name === 'help' ? { verb: named, text: tail } : { verb: own, text: rest };
  if (word === '') return { verb: verbNamed('help') ?? noVerbs(), text: '' };
  if (named) return { verb: named, text: tail };
  const near = suggest(
    word,
    verbs.flatMap((v) => [v.name, ...v.aliases]),
  );
  return {
    refusal: refuse('unknown-verb', `I don't know the verb "${word}".`, {
      fix: near ? `Did you mean ${near}?` : 'See what there is:',
      line: near ? `${root} ${near} ${tail}`.trim() : '/release help',
    }),
  };
}

function noVerbs(): never {
  throw new Error('there is no help among the verbs');
}
