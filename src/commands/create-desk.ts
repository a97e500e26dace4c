import { notOurs } from '../domain/deployment/rights.ts';
import type { Actor } from '../domain/kernel/actor.ts';
import { holdsCredential } from '../domain/kernel/credentials.ts';
import { isRefusal, refuse, sayRefusal } from '../domain/kernel/refusal.ts';
import type { Context } from '../ports/context.ts';
import { refusalView } from '../projections/refusal.ts';
import { causedBy } from './caused-by.ts';
import type { Reply, Where } from './command.ts';
import type { Completion, Desk, Reading, Showing } from './desk.ts';
import { formFor } from './form-for.ts';
import { read } from './grammar/parse.ts';
import { printLine } from './grammar/print.ts';
import { homeOf } from './home.ts';
import { readInThread } from './in-thread.ts';
import { noteForm } from './note-form.ts';
import { no } from './reply.ts';
import { route } from './route.ts';
import { scopedTo } from './scoped.ts';
import { changesNothing, show } from './show-line.ts';
import { askingForFactor, steppingUp } from './step-up.ts';
import { verbNamed } from './verbs.ts';

/** The one door to the commands, for the chat, the page and the command line alike. */
export function createDesk(ctx: Context): Desk & Showing {
  return {
    read: (command, text, where) => readText(ctx, command, text, where),
    complete: (form, answers) => completeForm(form, answers),
    decides,
    run: (line, actor, where) => run(ctx, line, actor, where),
    shows: changesNothing,
    show: (line, actor) => show(ctx, line, actor),
    async asksAbout(message, actor) {
      const form = await noteForm(ctx, message, actor);
      return isRefusal(form)
        ? { kind: 'refused', view: refusalView(form) }
        : { kind: 'form', form };
    },
    home: (actor) => homeOf(scopedTo(ctx, actor), actor),
  };
}

async function run(ctx: Context, line: string, actor: Actor, where: Where): Promise<Reply> {
  const found = route(line);
  if (!('verb' in found)) return no(found.refusal);
  const { verb } = found;
  const reading = read(verb, found.text);
  if (isRefusal(reading)) return no(reading);
  const stranger = verb.needs.includes('look') ? null : notOurs(actor);
  if (stranger) return no(stranger);
  const { act } = where;
  ctx.log.info({ verb: verb.name, by: actor.id, account: actor.account, act }, 'command');
  const { values } = reading;
  const about = verb.shows?.(values) ? scopedTo(ctx, actor) : ctx;
  const caused = { ...about, store: causedBy(ctx.store, where.act) };
  const own = await steppingUp(caused, { verb, values }, actor);
  const reply = await verb.execute(own, { channel: where.channel, actor, line }, reading);
  if (!verb.goesOnWith) return askingForFactor(reply, { line });
  const next = verb.goesOnWith(values);
  if (next === null) return reply;
  if (reply.kind !== 'said') return askingForFactor(reply, { line: next });
  return run(ctx, next, actor, where);
}

/**
 * What is urgent decides only where it loosens: closing a place waits for nobody. A step-up goes on with the line it
 * was asked for, so what follows `then` counts as well.
 */
function decides(line: string): boolean {
  const found = route(line);
  if (!('verb' in found)) return false;
  const { needs, urgent, stepUp, goesOnWith } = found.verb;
  if (goesOnWith) return true;
  if (needs.includes('look')) return false;
  if (!urgent) return true;
  const reading = read(found.verb, found.text);
  return !isRefusal(reading) && (stepUp?.(reading.values, null, '') ?? null) !== null;
}

function readText(ctx: Context, command: string, text: string, where: Where): Reading {
  if (holdsCredential(text)) return { kind: 'refused', view: refusalView(PASTED) };
  const found = route(`${command} ${text}`);
  if (!('verb' in found)) return { kind: 'refused', view: refusalView(found.refusal) };
  const reading = readInThread(found.verb, found.text, where.thread ?? null);
  if (isRefusal(reading)) return { kind: 'refused', view: refusalView(reading) };
  const form = formFor(ctx.catalog(), found.verb, reading);
  if (form) return { kind: 'form', form };
  if (reading.missing.length > 0) {
    const [first] = reading.missing;
    const missing = refuse('missing', `The ${first} is missing.`, {
      line: `/release help ${found.verb.name}`,
    });
    return { kind: 'refused', view: refusalView(missing) };
  }
  const line = printLine(found.verb, reading.values);
  return { kind: 'line', line, urgent: found.verb.urgent };
}

/** Before anything is stored: what is in the inbox or the ledger is there for years. */
const PASTED = refuse('secret', 'That holds what looks like a password or a token.', {
  why: 'What is typed here is kept and shown, so nothing of it was taken.',
  fix: 'Write it without the secret, and replace the secret where it came from: the chat has seen it.',
});

function completeForm(
  form: { readonly verb: string; readonly given: Readonly<Record<string, string>> },
  answers: Readonly<Record<string, string>>,
): Completion {
  const verb = verbNamed(form.verb);
  if (!verb)
    return {
      kind: 'faults',
      faults: { [Object.keys(answers)[0] ?? 'form']: 'This form is out of date. Start again.' },
    };
  const pasted = Object.entries(answers).find(([, value]) => holdsCredential(value));
  if (pasted) return { kind: 'faults', faults: { [pasted[0]]: sayRefusal(PASTED) } };
  const given = Object.entries({ ...form.given, ...answers }).filter(([, value]) => value !== '');
  const values = Object.fromEntries(given);
  const blank = Object.entries(verb.args).find(
    ([name, arg]) => arg.form === 'positional' && arg.required && values[name] === undefined,
  );
  if (blank) return { kind: 'faults', faults: { [blank[0]]: `The ${blank[0]} is missing.` } };
  const spaced = Object.entries(answers).find(
    ([name, value]) => verb.args[name]?.form !== 'rest' && /\s/.test(value.trim()),
  );
  if (spaced)
    return { kind: 'faults', faults: { [spaced[0]]: 'One word without spaces, please.' } };
  return { kind: 'line', line: printLine(verb, values) };
}
