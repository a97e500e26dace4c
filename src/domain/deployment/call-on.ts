import type { Catalog } from '../catalog/catalog.ts';
import { findService, membersOf } from '../catalog/find.ts';
import { atWork, onCallFor, type StandIn, standInsFor } from '../catalog/stand-in.ts';
import { type ApprovalSlot, namedBy, ON_CALL } from '../governance/approval.ts';
import { dutyOf, whyAsked } from '../governance/dependants.ts';
import { type Filled, seatGiven } from '../governance/seats.ts';
import { sayDuration } from '../kernel/duration.ts';
import type { Instant } from '../kernel/time.ts';
import { aheadOf, answeredUnder, barredFrom, calledFor, slotsOf, validOf } from './consent.ts';
import type { Called, Deployment } from './deployment.ts';
import { type DeploymentChange, move } from './moves.ts';

/**
 * Who is called next when a rule still misses somebody: who stands in for its people, then the rungs of
 * its ladder, each once, remembered on the row. A rung is due after its time, or at once where nobody
 * called so far is at work. Whoever was not at work then is called when they are. Null when nobody is to be
 * called now.
 */
export function callOn(d: Deployment, catalog: Catalog, now: Instant): DeploymentChange | null {
  for (const { slot, missing } of openOf(d)) {
    if (missing === 0) continue;
    const call = comes(d, slot, catalog, now) ?? nextCall(d, slot, catalog, now);
    if (call) return tell(d, slot, call, now);
  }
  return null;
}

/** Who has come to work and may decide, and was not called for it yet. */
function comes(d: Deployment, slot: ApprovalSlot, catalog: Catalog, now: Instant): Call | null {
  const may = [...slot.people, ...calledFor(d, slot.rule)];
  const given = answeredUnder(slot, [...validOf(d), ...aheadOf(d)]);
  const come = (d.untold ?? []).filter(
    (person) => may.includes(person) && !given.includes(person) && atWork(catalog, person, now),
  );
  return come.length === 0
    ? null
    : { rule: slot.rule, at: now, why: 'at work', people: [], tell: come };
}

interface Call extends Called {
  /** Whom it is told: of those who may decide, who is at work. */
  readonly tell: readonly string[];
}

/** A yes given for when all is green is an answer too: its giver need not be reminded. */
function openOf(d: Deployment): readonly Filled<ApprovalSlot, unknown>[] {
  return seatGiven(slotsOf(d), [...validOf(d), ...aheadOf(d)]);
}

function nextCall(d: Deployment, slot: ApprovalSlot, catalog: Catalog, now: Instant): Call | null {
  const calls = (d.called ?? []).filter((one) => one.rule === slot.rule);
  const called = [...slot.people, ...calls.flatMap((one) => one.people)];
  const not = [...barredFrom(d), ...answeredUnder(slot, validOf(d))];
  const free = (people: readonly string[]): readonly string[] =>
    [...new Set(people)].filter((person) => !not.includes(person));
  const made = { rule: slot.rule, at: now } as const;
  const standIns = free(slot.people).flatMap((person) => standInsFor(catalog, person, now));
  const fresh = free(standIns.map(({ to }) => to)).filter((person) => !called.includes(person));
  if (fresh.length > 0) {
    const handed = standIns.filter(({ to }) => fresh.includes(to));
    return { ...made, why: 'delegation', people: fresh, handed, tell: fresh };
  }
  const present = free(called.filter((person) => atWork(catalog, person, now)));
  if (isReminded(slot, calls, d, now) && present.length > 0) {
    return { ...made, why: 'reminder', people: [], tell: present };
  }
  const rungs = slot.escalate ?? [];
  const nth = calls.filter((one) => one.why === 'escalation').length;
  const rung = rungs[nth];
  if (!rung || (now < d.requestedAt + rung.afterMs && present.length > 0)) return null;
  const { members, duty } = peopleOf(rung, d, slot, catalog, now);
  const onCall = duty.map(({ person }) => person);
  const people = free([...members, ...onCall]);
  const there = free([...members.filter((person) => atWork(catalog, person, now)), ...onCall]);
  const isLast = nth === rungs.length - 1;
  const told = there.length === 0 && isLast ? people : there;
  const handed = duty
    .filter(({ person }) => people.includes(person))
    .map(({ person, group, until }): StandIn => ({ to: person, for: group, until }));
  return { ...made, why: 'escalation', people, onCall: free(onCall), handed, tell: told };
}

type Rung = NonNullable<ApprovalSlot['escalate']>[number];

/** Whether its reminder is due, which waits until one of those who are called is at work. */
function isReminded(
  { remindMs }: ApprovalSlot,
  calls: readonly Called[],
  d: Deployment,
  now: Instant,
): boolean {
  if (remindMs === undefined || now < d.requestedAt + remindMs) return false;
  const due = d.requestedAt + remindMs;
  return !calls.some(({ why, at }) => why === 'reminder' || (why === 'at work' && at >= due));
}

/** Of the people frozen with the plan those who are still in its groups, and whose turn on call it is. */
function peopleOf(rung: Rung, d: Deployment, slot: ApprovalSlot, catalog: Catalog, now: Instant) {
  const groups = dutyOf(slot, findService(catalog, d.service)?.owners ?? []);
  const duty = rung.to.includes(ON_CALL) ? onCallFor(catalog, groups, now) : [];
  const frozen = (person: string): boolean => rung.people.includes(person);
  return {
    members: membersOf(catalog, rung.to).filter(frozen),
    duty: duty.filter(({ person }) => frozen(person)),
  };
}

function tell(d: Deployment, slot: ApprovalSlot, call: Call, now: Instant): DeploymentChange {
  const { tell: whom, ...called } = call;
  const later = [...new Set([...(d.untold ?? []), ...call.people])];
  const untold = later.filter((person) => !whom.includes(person));
  const patch = { called: [...(d.called ?? []), called], untold, wakeAt: now };
  const type = call.people.length === 0 ? 'reminded' : 'handed-on';
  return move(d, patch, type, {
    by: 'fairway',
    at: now,
    ...(whom.length === 0 ? {} : { note: sayCall(d, slot, call, now), tell: whom }),
    evidence: { rule: slot.rule, why: call.why, people: call.people, told: whom },
  });
}

function sayCall(d: Deployment, slot: ApprovalSlot, { why }: Call, now: Instant): string {
  const what = `${d.service} ${d.artifact.version} to ${d.environment}`;
  const groups = `${namedBy(slot).join(' or ')}${whyAsked(slot, d.service)}`;
  const waited = sayDuration(now - d.requestedAt);
  switch (why) {
    case 'reminder':
      return `${what} has waited ${waited} for an approval of ${groups}: please approve or reject it`;
    case 'at work':
      return `${what} has waited ${waited} for an approval of ${groups}, asked for while you were not at work: please approve or reject it`;
    case 'delegation':
      return `${what} waits for an approval of ${groups}; it was delegated to you: please approve or reject it`;
    case 'escalation':
      return `${what} has waited ${waited} and nobody of ${groups} has decided: you may approve or reject it now`;
  }
}
