import type { Candidate } from './candidate.ts';
import type { Answered } from './confidence.ts';
import type { Suspicion } from './suspicion.ts';

type Told = Pick<Suspicion, 'first' | 'last' | 'deeds' | 'cause'>;

/** How often changes of a service were the cause of these incidents, and how often somebody said they were not. */
export function learnedOf(before: readonly Told[], service: string): Candidate['learned'] {
  const cause = before.filter((one) => one.cause?.service === service).length;
  const notCause = before.filter(({ first, last, deeds, cause: found }) => {
    const own = [...first.named, ...last.named].filter((one) => one.service === service);
    const said = own.some(({ subject }) =>
      deeds.some((deed) => deed.what === 'not-cause' && deed.subject === subject),
    );
    return said && found?.service !== service;
  }).length;
  return { cause, notCause };
}

/** What was said first, against what it was; nothing of an incident whose cause nobody knows. */
export function answersOf(before: readonly Told[]): readonly Answered[] {
  return before.flatMap(({ first, cause }): Answered[] => {
    const { confidence } = first;
    if (!cause || confidence === null) return [];
    const place = first.named.findIndex(({ subject }) => subject === cause.subject);
    return [{ confidence, first: place === 0, amongThree: place >= 0 && place < 3 }];
  });
}
