import type { Holder } from '../domain/governance/hand-off-holder.ts';
import type { Instant } from '../domain/kernel/time.ts';
import { text } from './parts.ts';
import type { Line, Part } from './view.ts';
import { anyOf, near, plainAnyOf, plainAt } from './words.ts';

const TITLE = 'Hand-off:';

/** On the card of what an artifact is part of: who has it now, from whom and until when; null where nobody has. */
export function holderPart(h: Holder | null, beside: Instant): Part | null {
  if (!h) return null;
  const { step, name, late, until, next, from } = h;
  const title = { bold: TITLE };
  if (!late) {
    const by: Line = until === null ? [] : [' by ', near(until, beside)];
    return text(title, ` ${step}`, ...by, `, with ${name}`);
  }
  const people: Line = late.whom.length === 0 ? [] : [...anyOf(late.whom), ' of '];
  const before: Line = from === null ? [] : [sayBefore(from, h.passed)];
  const after: Line =
    until === null || next === null ? [] : [' until ', near(until, beside), `, then with ${next}`];
  return text(
    title,
    ` not ${step} in time, with `,
    ...people,
    name,
    ' since ',
    near(late.at, beside),
    ...before,
    ...after,
  );
}

/** The same as a sentence to go on with; empty where nobody has it. */
export function plainHolder(h: Holder | null): string {
  if (!h) return '';
  const { step, name, late, until, next, from } = h;
  const end = until === null ? '' : plainAt(until);
  if (!late) return ` ${TITLE} ${step} by ${end}, with ${name}.`;
  const people = late.whom.length === 0 ? '' : `${plainAnyOf(late.whom)} of `;
  const before = from === null ? '' : sayBefore(from, h.passed);
  const after = next === null ? '' : ` until ${end}, then with ${next}`;
  return ` ${TITLE} not ${step} in time, with ${people}${name} since ${plainAt(late.at)}${before}${after}.`;
}

function sayBefore(from: string, passed: string | null): string {
  return passed === null ? `, from ${from}` : `, not ${from}: ${passed}`;
}
