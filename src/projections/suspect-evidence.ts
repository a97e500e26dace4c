import { type Confidence, hitRate, wordFor } from '../domain/correlation/confidence.ts';
import { answersOf } from '../domain/correlation/experience.ts';
import type { Named, Suspicion } from '../domain/correlation/suspicion.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import { whereMade, whoCanTakeBack } from './elsewhere.ts';
import { fields } from './parts.ts';
import { reasonsOf } from './suspect-reasons.ts';
import { type Line, type Part, STATES } from './view.ts';
import { stateOf } from './words.ts';

export const CAUTION = 'A correlation is not a proof.';

/** How sure we are of it, why, what it is now. @param seen `sure`: as `sureness` says it; `now`: the deployment */
export function evidenceOf(
  s: Suspicion,
  one: Named,
  { sure, now }: { readonly sure: string; readonly now: Deployment | null },
): Part {
  return fields([
    ['Confidence', [sure]],
    ['Evidence', [reasonsOf(one).join(', ')]],
    one.elsewhere
      ? ['Who can take it back', takesBack(one.elsewhere)]
      : ['State now', [now ? STATES[stateOf(now)].word : 'not known']],
    [s.isReported ? 'Reported' : 'First alert', [{ at: s.beganAt, as: 'time' }]],
  ]);
}

function takesBack({ owner, source, link }: NonNullable<Named['elsewhere']>): Line {
  const where = whereMade(link);
  return [whoCanTakeBack(owner, source), ...(where.length > 0 ? [' · ', ...where] : [])];
}

/** `high, 72 %; right 8 of 10 times so far`. @param before incidents whose cause is known */
export function sureness(one: Named, before: readonly Suspicion[]): string {
  const word = wordFor(one.likelihood);
  return `${word}, ${percent(one)}; ${rightSoFar(before, word)}`;
}

function rightSoFar(before: readonly Suspicion[], confidence: Confidence): string {
  const { of, first } = hitRate(answersOf(before), confidence);
  return of === 0
    ? 'not said of any cause that is known yet'
    : `right ${first} of ${of} times so far`;
}

export function percent({ likelihood }: Pick<Named, 'likelihood'>): string {
  return `${Math.round(likelihood * 100)} %`;
}
