import { EFFECT, PLACE, PREVIOUS } from '../programs/placeholders.ts';

/** The commands a target may name. */
type Verb = 'resolve' | 'changes' | 'prestage' | 'start' | 'shift' | 'finish' | 'observe';

/** What each of them may be told. */
export const PLACEHOLDERS: { readonly [V in Verb]: readonly string[] } = {
  resolve: [...PLACE, 'version'],
  changes: [...PLACE, 'version', 'digest', ...PREVIOUS],
  prestage: EFFECT,
  start: EFFECT,
  shift: [...EFFECT, 'percent', ...PREVIOUS],
  finish: [...EFFECT, ...PREVIOUS],
  // Told before a step is run again, so that from this look on the program of an older claim is refused.
  observe: [...PLACE, 'epoch'],
};

export type EffectVerb = 'prestage' | 'start' | 'shift' | 'finish';
