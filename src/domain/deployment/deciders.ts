import type { Principal } from '../catalog/stand-in.ts';
import { type ApprovalSlot, namedBy, type Standing } from '../governance/approval.ts';
import type { Actor } from '../kernel/actor.ts';
import { type Refusal, refuse } from '../kernel/refusal.ts';
import { authorsOf, barredFrom, slotsOf } from './consent.ts';
import type { Deployment } from './deployment.ts';
import { notOurs } from './rights.ts';
import { notPending } from './state.ts';

/** By what right somebody may decide under a rule: the groups that give it, and for whom they speak. */
export interface Right {
  readonly slot: ApprovalSlot;
  readonly groups: readonly string[];
  readonly for: string | null;
  readonly as: Standing;
}

type Counted = Pick<Right, 'groups' | 'as'>;

/**
 * What this person may decide now: in their own right, because the request was handed on to them, or for
 * somebody who delegated it to them. Whoever is barred decides for nobody, and nobody decides for them.
 */
export function rightsOf(
  d: Deployment,
  actor: Actor,
  standsFor: readonly Principal[],
): readonly Right[] {
  const barred = barredFrom(d);
  const me = { id: actor.id ?? '', groups: actor.groups };
  if (barred.includes(me.id)) return [];
  const others = standsFor.filter((one) => !barred.includes(one.id));
  return slotsOf(d).flatMap((slot): Right[] => {
    const own = named(slot, me) ?? handedOn(d, slot, me);
    if (own) return [{ slot, ...own, for: null }];
    const [first] = others.flatMap((one): Right[] => {
      const theirs = named(slot, one);
      return theirs ? [{ slot, ...theirs, for: one.id }] : [];
    });
    return first ? [first] : [];
  });
}

/** Refuses whoever may not decide it, and says who may. */
export function mayDecide(
  d: Deployment,
  actor: Actor,
  standsFor: readonly Principal[],
): Refusal | null {
  const no =
    notPending(d, 'Only a waiting deployment can be approved or rejected.') ?? notOurs(actor);
  if (no) return no;
  const slots = slotsOf(d);
  const groups = [...new Set(slots.flatMap(namedBy))].join(' or ');
  const ask = `Ask someone of ${groups || 'another team'}.`;
  if (actor.id === d.requestedBy) {
    return refuse('own-request', "You can't approve your own deployment.", { fix: ask });
  }
  if (authorsOf(d).includes(actor.id ?? '')) {
    const why = `Changes of yours are part of ${d.service} ${d.artifact.version}.`;
    return refuse('own-change', "You can't approve what you wrote yourself.", { why, fix: ask });
  }
  if (rightsOf(d, actor, standsFor).length > 0) return null;
  const barred = standsFor.find((one) => barredFrom(d).includes(one.id));
  if (barred) {
    const what = `You stand in for ${barred.id}, who may not approve ${d.id} either.`;
    const why = 'Whoever asked for it or wrote it cannot have somebody approve it for them.';
    return refuse('not-an-approver', what, { why, fix: ask });
  }
  if (slots.length === 0 && d.waiting.some(({ code }) => code === 'second-person')) return late(d);
  return refuse('not-an-approver', `You are not an approver of ${d.id}.`, {
    why: slots.length === 0 ? 'It needs no approval.' : `Its rules name ${groups}.`,
    fix: `It waits for: ${[...new Set(slots.flatMap((s) => s.people))].join(', ') || 'nobody'}.`,
  });
}

/** What closed the place for it did so after it was asked for, so it has no rule by which somebody could say yes. */
function late({ id, fixes }: Deployment): Refusal {
  return refuse('not-an-approver', `${id} has no rule by which anybody could approve it.`, {
    why: 'Nothing was closed when it was asked for, and rules are those of that moment.',
    fix: `Stop it and ask for it again with --fixes ${fixes ?? ''}: then a second person is asked.`,
    line: `/release abort ${id}`,
  });
}

/** Named by the rule when it was asked for, and still in one of its groups now, or an owner by name. */
function named(slot: ApprovalSlot, { id, groups }: Principal): Counted | null {
  const giving = slot.groups.filter((group) => groups.includes(group));
  const isNamed = giving.length > 0 || slot.persons?.includes(id);
  if (!slot.people.includes(id) || !isNamed) return null;
  return { groups: giving, as: giving.length > 0 ? 'member' : 'owner of files' };
}

/** One of those to whom it was handed on, and still in that group now, or it was their turn on call. */
function handedOn(d: Deployment, slot: ApprovalSlot, { id, groups }: Principal): Counted | null {
  const calls = (d.called ?? []).filter((one) => one.rule === slot.rule && one.people.includes(id));
  const escalated = calls.filter((one) => one.why === 'escalation');
  if (escalated.length === 0) return null;
  const to = (slot.escalate ?? []).filter((rung) => rung.people.includes(id)).flatMap((r) => r.to);
  const giving = [...new Set(to)].filter((group) => groups.includes(group));
  const onCall = escalated.some((one) => one.onCall?.includes(id));
  if (giving.length === 0 && !onCall) return null;
  return { groups: giving, as: giving.length > 0 ? 'handed on' : 'on call' };
}
