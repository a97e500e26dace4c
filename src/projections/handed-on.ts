import { calledFor, consentTo, handedTo } from '../domain/deployment/consent.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import type { Approval } from '../domain/governance/approval.ts';
import type { Line, Span } from './view.ts';
import { near, plainAnyOf, plainAt } from './words.ts';

/** Who may decide besides under this rule, because it was handed on to them: for whom, and until when. */
export function handedOn(d: Deployment, rule: string): Line {
  const people = calledFor(d, rule);
  return people.flatMap((person, i): Line => {
    const before = i === 0 ? ', handed on to ' : i === people.length - 1 ? ' or ' : ', ';
    return [before, { person }, ...inPlaceOf(d, rule, person)];
  });
}

function inPlaceOf(d: Deployment, rule: string, to: string): Line {
  const turns = handedTo(d, rule, to).flatMap((one, i): Span[] => [
    i === 0 ? ' (' : '; ',
    ...(one.onCall ? [`on call for ${one.for}`] : ['for ', { person: one.for }]),
    ' until ',
    near(one.until, d.requestedAt),
  ]);
  return turns.length === 0 ? [] : [...turns, ')'];
}

/** The same of every rule that misses somebody, as a sentence of its own; empty where nobody was called. */
export function plainHandedOn(d: Deployment): string {
  return consentTo(d)
    .filter(({ missing }) => missing > 0)
    .map(({ slot: { rule } }) => calledFor(d, rule).map((to) => `${to}${plainPlace(d, rule, to)}`))
    .filter((people) => people.length > 0)
    .map((people) => ` Handed on to ${plainAnyOf(people)}.`)
    .join('');
}

function plainPlace(d: Deployment, rule: string, to: string): string {
  const turns = handedTo(d, rule, to).map(
    (one) => `${one.onCall ? 'on call for' : 'for'} ${one.for} until ${plainAt(one.until)}`,
  );
  return turns.length === 0 ? '' : ` (${turns.join('; ')})`;
}

/** Who said yes, and for whom who had handed it over. */
export function approver({ by, for: others = [] }: Pick<Approval, 'by' | 'for'>): Line {
  return [
    { person: by },
    ...others.flatMap((person, i): Span[] => [i === 0 ? ' for ' : ' and ', { person }]),
  ];
}
