import type { Actor } from '../domain/kernel/actor.ts';
import { isRefusal, refuse } from '../domain/kernel/refusal.ts';
import type { Context } from '../ports/context.ts';
import type { Store } from '../ports/store.ts';
import { refusalView } from '../projections/refusal.ts';
import type { View } from '../projections/view.ts';
import { read } from './grammar/parse.ts';
import { route } from './route.ts';
import { scopedTo } from './scoped.ts';

/** Whether a line changes nothing, as its verb says; false for one that nobody understands. */
export function changesNothing(line: string): boolean {
  const found = route(line);
  if (!('verb' in found)) return false;
  const reading = read(found.verb, found.text);
  return !isRefusal(reading) && found.verb.shows?.(reading.values) === true;
}

/** Answers a line that changes nothing with the rights of the actor; every other is refused. */
export async function show(ctx: Context, line: string, actor: Actor): Promise<View> {
  const found = route(line);
  if (!('verb' in found)) return refusalView(found.refusal);
  const { verb, text } = found;
  const reading = read(verb, text);
  if (isRefusal(reading)) return refusalView(reading);
  if (verb.shows?.(reading.values) !== true) return refusalView(onlyInChat(line));
  ctx.log.info({ verb: verb.name, by: actor.id, account: actor.account, shown: true }, 'command');
  const closed = { ...scopedTo(ctx, actor), store: takingNothing(ctx.store, line) };
  const reply = await verb.execute(closed, { channel: null, actor, line }, reading);
  return reply.kind === 'form' ? refusalView(onlyInChat(line)) : reply.view;
}

/** A second lock behind the verb's own word: a change that comes here all the same is refused. */
function takingNothing(store: Store, line: string): Store {
  return { ...store, change: async () => ({ kind: 'refused', refusal: onlyInChat(line) }) };
}

function onlyInChat(line: string) {
  return refuse('only-in-chat', 'The dashboard shows, and never acts.', {
    fix: 'Type it in the chat:',
    line,
  });
}
