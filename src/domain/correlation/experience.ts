import { type Candidate, type ElsewhereKind, isElsewhere } from './candidate.ts';
import type { Answered } from './confidence.ts';
import type { Named, Suspicion } from './suspicion.ts';

type Told = Pick<Suspicion, 'first' | 'last' | 'deeds' | 'cause'>;

/**
 * How often changes of this kind of a service were the cause of these incidents, and how often somebody said they were
 * not. All that is ours is of one kind: a flag that was cleared says nothing about deployments.
 */
export function learnedOf(
  before: readonly Told[],
  service: string,
  kind: ElsewhereKind | 'ours' = 'ours',
): Candidate['learned'] {
  const cause = before.filter((one) => isCause(one, service, kind)).length;
  const notCause = before.filter((one) => {
    const own = namedIn(one).filter((n) => n.service === service && sortOf(n) === kind);
    const said = own.some(({ subject }) =>
      one.deeds.some((deed) => deed.what === 'not-cause' && deed.subject === subject),
    );
    return said && !isCause(one, service, kind);
  }).length;
  return { cause, notCause };
}

function isCause(one: Told, service: string, kind: ElsewhereKind | 'ours'): boolean {
  const { cause } = one;
  if (cause?.service !== service) return false;
  const known = namedIn(one).find(({ subject }) => subject === cause.subject);
  return (known ? sortOf(known) : 'ours') === kind;
}

function namedIn({ first, last }: Told): readonly Named[] {
  return [...first.named, ...last.named];
}

function sortOf({ kind }: Named): ElsewhereKind | 'ours' {
  return isElsewhere(kind) ? kind : 'ours';
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
