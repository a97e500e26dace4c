import { zoneFor } from '../domain/catalog/zone-for.ts';
import { isRefusal, type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';
import type { Asked } from './command.ts';
import { personNamed } from './find.ts';
import { readTime } from './grammar/time.ts';

/** Whose it is to be, and until when; what was not said is left out. */
export interface Wishes {
  readonly owner?: string;
  readonly dueAt?: Instant;
}

/** A day without a time of day is meant until its evening. */
const EVENING = '18:00';

/** @param environment whose zone a time is of where the asker has none */
export async function wishesIn(
  ctx: Pick<Context, 'catalog' | 'records'>,
  { actor, line }: Pick<Asked, 'actor' | 'line'>,
  typed: { readonly owner?: string | undefined; readonly due?: string | undefined },
  environment: string,
): Promise<Wishes | Refusal> {
  const person = typed.owner === undefined ? null : personNamed(ctx, typed.owner, line);
  if (isRefusal(person)) return person;
  const owner = person ? { owner: person.id } : {};
  if (typed.due === undefined) return owner;
  const now = await ctx.records.now();
  const reader = { now, zone: zoneFor(ctx.catalog(), actor.id ?? '', environment) };
  const exact = readTime(typed.due, reader);
  const dueAt = isRefusal(exact) ? readTime(`${typed.due} ${EVENING}`, reader) : exact;
  if (isRefusal(dueAt)) return dueAt;
  if (dueAt <= now)
    return refuse('past', `"${typed.due}" is over.`, { fix: 'Name a day to come.' });
  return { ...owner, dueAt };
}
