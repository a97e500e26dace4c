import type { Found, SuspectDeed, Suspicion } from '../domain/correlation/suspicion.ts';
import type { Item, Line } from './view.ts';

/** What people did about suspects since, and what it was once that is known, as lines of a list. */
export function outcomesOf({ deeds, cause }: Pick<Suspicion, 'deeds' | 'cause'>): readonly Item[] {
  return [...deeds.map(outcomeOf), ...(cause ? [foundItem(cause)] : [])];
}

/** The same in words, one for each. */
export function plainOutcomes({
  deeds,
  cause,
}: Pick<Suspicion, 'deeds' | 'cause'>): readonly string[] {
  return [...deeds.map(plainOutcome), ...(cause ? [plainFound(cause)] : [])];
}

function outcomeOf({ what, by, subject, because, id, at }: SuspectDeed): Item {
  const done: Readonly<Record<SuspectDeed['what'], Line>> = {
    'rolled-back': [`${subject} is taken back by `, { person: by }, ` (${id ?? ''}), `],
    'changed-again': [`${subject} was changed there again (${id ?? ''}), `],
    paused: [`${subject} is paused by `, { person: by }, ', '],
    'not-cause': [
      { person: by },
      ` says it was not ${subject}`,
      ...(because === null ? [] : [': ', { foreign: because }]),
      ', ',
    ],
  };
  return { mark: 'done', line: [...done[what], { at, as: 'time' }] };
}

function plainOutcome({ what, by, subject, id }: SuspectDeed): string {
  if (what === 'rolled-back') return `${subject} is taken back by ${by} (${id ?? ''})`;
  if (what === 'changed-again') return `${subject} was changed there again (${id ?? ''})`;
  if (what === 'paused') return `${subject} is paused by ${by}`;
  return `${by} says it was not ${subject}`;
}

function foundItem({ subject, how, by, at }: Found): Item {
  const said: Line =
    how === 'named'
      ? [`it was ${subject}, as `, { person: by }, ' says, ']
      : [`it was ${subject}: ${how}, `];
  return { mark: 'done', line: [...said, { at, as: 'time' }] };
}

function plainFound({ subject, how, by }: Found): string {
  return how === 'named' ? `it was ${subject}, as ${by} says` : `it was ${subject}: ${how}`;
}
