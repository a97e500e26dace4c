import { type Refusal, refuse } from '../domain/kernel/refusal.ts';

/** An incident is named, not told: its words have their place after `because`. Null when it is named. */
export function badReference(text: string): Refusal | null {
  if (/^[\p{L}\p{N}][\p{L}\p{N}._:/#-]{0,79}$/u.test(text)) return null;
  return refuse('bad-reference', `"${text}" is not the reference of an incident.`, {
    fix: 'It is one word such as INC-812; what happened is told after because.',
  });
}
