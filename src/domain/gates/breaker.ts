import { z } from 'zod';
import type { Stop } from '../breaker/breaker.ts';
import { type Breaker, isStopping } from '../breaker/decide.ts';
import { fixesStop } from '../breaker/fix.ts';
import { nameLine } from '../breaker/place.ts';
import { stopSaid } from '../breaker/said.ts';
import { counting } from '../governance/approval.ts';
import { pass, type Ruling, wait } from '../kernel/ruling.ts';
import type { Subject } from '../kernel/subject.ts';
import type { Facts } from './facts.ts';
import { defineGate } from './gate.ts';

/** Nobody stopped the line, or this is what may go through while it is stopped. */
export const breaker = defineGate({
  kind: 'breaker',
  says: 'nobody has stopped the line, or it is a fix that a second person approved',
  evidence: false,
  config: z.object({ kind: z.literal('breaker') }),
  needs: ['breakers', 'approvals'],
  rule(_, { breakers, approvals }, about) {
    const held = breakers.filter(isStopping).flatMap((one) => heldBy(one, approvals, about) ?? []);
    return held[0] ?? pass;
  },
});

function heldBy(
  { state, ...place }: Breaker,
  approvals: Facts['approvals'],
  about: Subject,
): Ruling | null {
  if (state.kind === 'closed') return null;
  const { stop } = state;
  const said = stopSaid(stop, place);
  const who = stop.openers;
  if (fixesStop(stop, about.fixes)) {
    const yes = counting(approvals, about.planDigest, [about.requestedBy]);
    if (yes.length > 0) return null;
    const why = `${said}; as the fix of ${about.fixes} it passes once a second person approves it`;
    return wait('second-person', why, { who: who.filter((one) => one !== about.requestedBy) });
  }
  if (goesOn(stop, about)) return null;
  if (state.kind === 'open') {
    return wait('stopped', `${said}; ${openedBy(stop)}`, { who });
  }
  if (state.trial?.id === about.id && about.id !== null) return null;
  const first = state.trial ? `${state.trial.id} tries first` : 'one of low risk tries first';
  return wait('half-open', `${said}; ${nameLine(place)} is tried again: ${first}`, { who });
}

/** What began before goes through its plan, where the stop holds nothing that runs. */
function goesOn(stop: Stop, { startedAt }: Subject): boolean {
  return !stop.holds && startedAt != null && startedAt < stop.at;
}

function openedBy({ openers }: Stop): string {
  return `it is opened by ${openers.join(' or ') || 'those whose approval counts there'}`;
}
