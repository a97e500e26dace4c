import { isRefusal, type Refusal } from '../domain/kernel/refusal.ts';
import type { Thread, Verb } from './command.ts';
import { type Reading, read } from './grammar/parse.ts';
import type { Arg } from './grammar/spec.ts';

/**
 * Reads the words after a verb. Which deployment, service and environment they leave out, the
 * deployment says in whose thread they were written; what is said always wins.
 */
export function readInThread(verb: Verb, text: string, thread: Thread | null): Reading | Refusal {
  const said = read(verb, text);
  if (thread === null || isRefusal(said)) return said;
  if (leavesOutId(verb, said)) return read(verb, `${thread.id} ${text}`);
  if (said.missing.includes('service')) return placed(verb, said, thread);
  const asksAbout = verb.args['about'] !== undefined && Object.keys(said.values).length === 0;
  return asksAbout ? { ...said, values: { about: thread.id } } : said;
}

/**
 * `reject too risky` names no deployment: where a reason may follow, a word without any digit is the
 * beginning of it. Anything with one may be meant as an id, and a wrong id must not act on this one.
 */
function leavesOutId({ args }: Verb, { values, missing }: Reading): boolean {
  if (missing.includes('id')) return true;
  const takesReason = Object.values(args).some((arg) => arg.form === 'rest' && arg.bare);
  return takesReason && typeof values['id'] === 'string' && !/\d/.test(values['id']);
}

/** Bound to this deployment where the verb can be: a rollback must not undo what came after it. */
function placed({ args }: Verb, said: Reading, thread: Thread): Reading {
  const nameOf = (is: (arg: Arg) => boolean) =>
    Object.entries(args).flatMap(([name, arg]) => (is(arg) ? [name] : []));
  const places = nameOf((arg) => arg.form === 'keyword' && arg.of === 'environment');
  const bonds = nameOf((arg) => arg.form === 'flag' && arg.of === 'id');
  const filled = [
    ['service', thread.service],
    ...places.map((name) => [name, thread.environment]),
    ...bonds.map((name) => [name, thread.id]),
  ];
  return {
    values: { ...Object.fromEntries(filled), ...said.values },
    missing: said.missing.filter((name) => name !== 'service'),
  };
}
