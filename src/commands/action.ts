import { zoneFor } from '../domain/catalog/zone-for.ts';
import {
  type ActionChange,
  type ActionItem,
  amend,
  finish,
  openAction,
} from '../domain/governance/action-item.ts';
import { isActionId } from '../domain/kernel/action-id.ts';
import { isRefusal, type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';
import { actionCard } from '../projections/action-item.ts';
import { patchOf } from './action-patch.ts';
import { wishesIn } from './action-wishes.ts';
import { type Meant, meantBy } from './action-words.ts';
import { type Asked, defineVerb, type Reply } from './command.ts';
import { type Args, flag, keyword, optional, reason, required } from './grammar/spec.ts';
import { alertsAbout, learntFrom } from './learnt-from.ts';
import { maySteerAny } from './may-steer.ts';
import { propose } from './propose.ts';
import { answer, no, say } from './reply.ts';
import { scopedTo } from './scoped.ts';

const args = {
  id: required('id'),
  words: optional('text'),
  as: keyword('phrase', 'as'),
  owner: flag('person'),
  due: flag('time'),
  alert: flag('text'),
  because: reason(),
} as const;
type Typed = Args<typeof args>;

/** What a retrospective decided to change: kept with an owner until it is done, or a rule in force. */
export const action = defineVerb({
  name: 'action',
  root: '/release',
  aliases: [],
  says: 'Note what is to change after a deployment or an incident; as a gate, a trigger or a failure mode it becomes a rule to commit',
  example: '/release action D-12 "no deploys of shop on a Friday evening" as gate',
  args,
  needs: ['steer'],
  urgent: false,
  async run(ctx, asked, typed) {
    const item = /^a-/i.test(typed.id)
      ? await itemNamed(scopedTo(ctx, asked.actor), typed.id)
      : null;
    if (isRefusal(item)) return no(item);
    return item ? onItem(ctx, asked, typed, item) : open(ctx, asked, typed);
  },
});

async function open(ctx: Context, asked: Asked, typed: Typed): Promise<Reply> {
  const source = await learntFrom(ctx, typed.id);
  if (isRefusal(source)) return no(source);
  const meant = meantBy({ words: typed.words, as: typed.as, rest: typed.because });
  if (isRefusal(meant)) return no(meant);
  if (meant.words === '') return no(nothingSaid(source.about));
  const forbidden = maySteerAny(asked.actor, ctx.catalog(), source.places);
  if (forbidden) return no(forbidden);
  const { about, target } = source;
  const wishes = await wishesIn(ctx, asked, typed, target.environment);
  if (isRefusal(wishes)) return no(wishes);
  const id = await ctx.store.nextActionId();
  const proposal = await propose(ctx, { ...source, ...meant, id, alert: typed.alert });
  if (isRefusal(proposal)) return no(proposal);
  const by = asked.actor.id ?? '';
  const { owner = by, dueAt = null } = wishes;
  const lesson = { ...target, about, words: meant.words, owner, dueAt, proposal, by };
  const zone = zoneFor(ctx.catalog(), owner, target.environment);
  return record(ctx, lesson, (now) => openAction(lesson, id, { now, zone }));
}

async function onItem(ctx: Context, asked: Asked, typed: Typed, item: ActionItem): Promise<Reply> {
  const word = typed.words?.toLowerCase();
  const [isDone, isPatch] = [word === 'done', word === 'patch'];
  const { as, owner, due } = typed;
  const changes = [as, owner, due].some((one) => one !== undefined);
  if (!isDone && !isPatch && !changes)
    return typed.words === undefined ? say(actionCard(item)) : no(noSuch(item));
  const by = asked.actor.id ?? '';
  const forbidden =
    by !== '' && by === item.owner ? null : maySteerAny(asked.actor, ctx.catalog(), [item]);
  if (forbidden) return no(forbidden);
  if (isPatch) return patchOf(ctx, item);
  if (isDone) return record(ctx, item, (now) => finish(item, by, typed.because ?? null, now));
  return changed(ctx, asked, typed, item);
}

/** Another owner or day, or a rule that it is to become. */
async function changed(ctx: Context, asked: Asked, typed: Typed, item: ActionItem): Promise<Reply> {
  const { as } = typed;
  const by = asked.actor.id ?? '';
  const wishes = await wishesIn(ctx, asked, typed, item.environment);
  if (isRefusal(wishes)) return no(wishes);
  const meant = meantBy({ words: item.words, as });
  if (isRefusal(meant)) return no(meant);
  const proposal = await proposed(ctx, item, meant, typed.alert);
  if (isRefusal(proposal)) return no(proposal);
  const patch = { ...wishes, ...(as === undefined ? {} : { proposal }) };
  const zone = zoneFor(ctx.catalog(), wishes.owner ?? item.owner, item.environment);
  return record(ctx, item, (now) => amend(item, patch, by, { now, zone }));
}

async function proposed(
  ctx: Context,
  item: ActionItem,
  { becomes }: Meant,
  alert: string | undefined,
): ReturnType<typeof propose> {
  const { id, words, about, service, environment } = item;
  const alerts = await alertsAbout(ctx, about);
  return propose(ctx, { id, words, becomes, alert, alerts, target: { service, environment } });
}

/** What became of it, as a card: what is to be committed stands on it. */
async function record(
  ctx: Context,
  { service, environment }: Pick<ActionItem, 'service' | 'environment'>,
  decide: (now: Instant) => ActionChange | Refusal,
): Promise<Reply> {
  const recorded = await ctx.store.change({ target: { service, environment } }, ({ now }) =>
    decide(now),
  );
  const [row] = recorded.kind === 'recorded' ? recorded.rows : [];
  return row?.table === 'action_item' ? say(actionCard(row.row)) : answer(recorded, 'Noted.');
}

/** The action item with this id, however it was typed. */
async function itemNamed(
  { records }: Pick<Context, 'records'>,
  word: string,
): Promise<ActionItem | Refusal> {
  const id = word.toUpperCase();
  const found = isActionId(id) ? await records.actionItem(id) : null;
  return (
    found ??
    refuse('unknown-action', `There is no action item ${word}.`, {
      fix: 'What is open:',
      line: '/release actions',
    })
  );
}

function nothingSaid(about: string): Refusal {
  return refuse('missing', 'What is to change is missing.', {
    line: `/release action ${about} "alert on empty results" as failure-mode`,
  });
}

function noSuch({ id }: ActionItem): Refusal {
  return refuse('extra-word', `I don't know what to do with ${id} by that.`, {
    fix: 'It can be ended, become a rule (as gate; patch has it as a file for git), or get another owner: --owner bo, --due 2026-12-01.',
    line: `/release action ${id} done because …`,
  });
}
