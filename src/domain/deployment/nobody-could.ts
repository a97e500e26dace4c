import type { Catalog } from '../catalog/catalog.ts';
import { hasAccount } from '../catalog/find.ts';
import { type ApprovalSlot, namedBy } from '../governance/approval.ts';
import { whyAsked } from '../governance/dependants.ts';
import { seat, suffices } from '../governance/seats.ts';
import { type Refusal, refuse } from '../kernel/refusal.ts';
import { authorsOf, barredFrom, slotsOf } from './consent.ts';
import type { Draft } from './draft.ts';

/** Refuses what nobody could approve, naming the rule: asking would only be waiting. Who has no account cannot press. */
export function nobodyCould(draft: Draft, catalog: Catalog): Refusal | null {
  const slots = slotsOf(draft);
  const free = freeOf(slots, draft).filter((id) => hasAccount(catalog, id));
  const short = slots.find((slot) => !suffices([slot], free));
  if (short) return cannot(draft, short, catalog);
  const open = seat(slots, free).filter(({ missing }) => missing > 0);
  if (open.length === 0) return null;
  const rules = slots.filter((slot) => slot.distinct).map((slot) => `"${slot.rule}"`);
  return refuse(
    'unsatisfiable',
    `Nobody could approve this: rules ${rules.join(' and ')} need different people.`,
    { why: `Besides ${others(draft)} there are not enough of them for every rule.`, fix: WIDEN },
  );
}

const WIDEN = 'Have someone else ask for it, or an administrator widen the rule.';

function freeOf(slots: readonly ApprovalSlot[], draft: Draft): readonly string[] {
  const people = [...new Set(slots.flatMap((slot) => slot.people))];
  return people.filter((id) => !barredFrom(draft).includes(id));
}

function cannot(draft: Draft, slot: ApprovalSlot, catalog: Catalog): Refusal {
  const free = freeOf([slot], draft);
  const mute = free.filter((id) => !hasAccount(catalog, id));
  const left = free.length - mute.length;
  return refuse(
    'unsatisfiable',
    `Nobody could approve this: rule "${slot.rule}" needs ${slot.quorum} of ${namedBy(slot).join(' or ')}${whyAsked(slot, draft.service)}.`,
    {
      why: `Besides ${others(draft)} there ${left === 1 ? 'is one person' : `are ${left} people`} in them${withoutAccount(mute)}.`,
      fix: WIDEN,
    },
  );
}

/** Of the people of whom there are too few: who was left out because nobody can press for them. */
export function withoutAccount(mute: readonly string[]): string {
  if (mute.length === 0) return '';
  return ` who could press; ${mute.join(' and ')} ${mute.length === 1 ? 'has' : 'have'} no account`;
}

function others(draft: Draft): string {
  const authors = authorsOf(draft).filter((person) => person !== draft.requestedBy);
  return authors.length === 0 ? 'you' : `you and who wrote the changes (${authors.join(', ')})`;
}
