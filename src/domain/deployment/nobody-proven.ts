import type { Catalog } from '../catalog/catalog.ts';
import { hasAccount } from '../catalog/find.ts';
import type { GateRuling } from '../gates/index.ts';
import type { ApprovalSlot } from '../governance/approval.ts';
import { factorLack, keyLack, type Lack } from '../governance/factor-lack.ts';
import { seat } from '../governance/seats.ts';
import { asksFor } from '../governance/second-factor.ts';
import { type Refusal, refuse } from '../kernel/refusal.ts';
import { boardOf } from './board.ts';
import { barredFrom, slotsOf } from './consent.ts';
import type { Draft } from './draft.ts';

type Asked = Pick<Draft, 'gates' | 'requestedBy' | 'environment'>;

/** Whether a yes to this, of a rule's people or of the board, takes a second factor. */
export function takesFactor(d: Asked, { secondFactor }: Catalog): boolean {
  const asksPeople = slotsOf(d).length > 0 || boardOf(d) !== null;
  return asksPeople && asksFor(secondFactor, { kind: 'approval', environment: d.environment });
}

/**
 * Refuses what takes a second factor of those who say yes and too few of them have one. Who could come to have the
 * right counts with those who have it: somebody's delegate, and whoever it would be handed on to.
 * @param enrolled whose factor takes codes; null: nothing here can look at any
 */
export function nobodyProven(
  d: Asked,
  rulings: readonly GateRuling[],
  catalog: Catalog,
  enrolled: readonly string[] | null,
): Refusal | null {
  if (!takesFactor(d, catalog)) return null;
  const named = `fairway.yaml names ${d.environment} under secondFactor.approvals`;
  if (enrolled === null) return tooFew(d, keyLack(named));
  const barred = barredFrom(d);
  const may = (id: string): boolean => !barred.includes(id) && hasAccount(catalog, id);
  const proven = (id: string): boolean => enrolled.includes(id) && may(id);
  const { delegations = [] } = catalog;
  /** Themselves, or somebody who speaks for them and is barred where they are. */
  const could = (id: string): boolean =>
    proven(id) ||
    (!barred.includes(id) && delegations.some(({ from, to }) => from === id && proven(to)));
  const slots = slotsOf(d).map((slot) => ({ ...slot, people: everybodyOf(slot).filter(could) }));
  const everybody = slots.flatMap(({ people }) => people);
  const open = seat(slots, everybody).find(({ missing }) => missing > 0);
  if (open) {
    const { missing, slot } = open;
    const asked = (slotsOf(d).find(({ rule }) => rule === slot.rule)?.people ?? []).filter(may);
    const needs = `rule "${slot.rule}" needs ${slot.quorum} of`;
    return tooFew(d, factorLack({ needs, asked, missing }, proven));
  }
  const board = boardOf(d);
  const votes = rulings.some(({ gate, ruling }) => gate === 'cab' && ruling.verdict === 'wait');
  if (!board || !votes) return null;
  const { people } = board.seats;
  const asked = people.filter((id) => !board.barred.includes(id) && hasAccount(catalog, id));
  if (asked.some((id) => enrolled.includes(id))) return null;
  const needs = 'the change advisory board needs the yes of one of';
  return tooFew(d, factorLack({ needs, asked, missing: 1 }, proven));
}

/** Whom a rule asks, and whoever it would be handed on to. */
function everybodyOf({ people, escalate = [] }: ApprovalSlot): readonly string[] {
  return [...new Set([...people, ...escalate.flatMap((rung) => rung.people)])];
}

function tooFew({ environment }: Asked, lack: Lack): Refusal {
  const what = `Nobody could approve this: a yes in ${environment} takes a second factor.`;
  return refuse('unsatisfiable', what, lack);
}
