import type { Catalog } from '../domain/catalog/catalog.ts';
import { type Around, around, type Lost } from '../domain/deployment/contact.ts';
import { currentStep, type Deployment, exposure } from '../domain/deployment/deployment.ts';
import type { Instant } from '../domain/kernel/time.ts';
import { nameStep } from '../domain/plan/step.ts';
import { note } from './parts.ts';
import type { Line, Part, Span } from './view.ts';
import { anyOf, near, plainAt } from './words.ts';

/** Lost contact as a card shows it: who is silent, and whom it concerns. */
export interface Silence {
  readonly lost: Lost;
  readonly around: Around;
}

export function silenceOf(catalog: Catalog, d: Deployment, lost: Lost | null): Silence | null {
  return lost && { lost, around: around(catalog, d) };
}

/** Beside where it is, in a few words. */
export function sayLost({ lost }: Silence, now: Instant): Line {
  return [`${who(lost)} since `, near(lost.since, now)];
}

/** The same for a reader that knows no zones. */
export function plainLost({ lost }: Silence): string {
  return `${who(lost)} since ${plainAt(lost.since)}`;
}

/** What is known, what happens next by itself, and who can do what. */
export function lostContactPart(d: Deployment, silence: Silence, now: Instant): Part {
  const { lost, around: people } = silence;
  switch (lost.whose) {
    case 'provider':
      return note(
        [
          { bold: `No answer from ${lost.provider}` },
          ` to "${stepName(d)}" since `,
          near(lost.since, now),
          '.',
        ],
        [
          { bold: 'Next:' },
          ' it is waited for until ',
          near(lost.until, now),
          '; then the same is asked again under the same key',
          ...(d.kind === 'rollback' ? [] : asksOwners(people.owners)),
          '.',
        ],
        [
          { bold: 'Who can act:' },
          ' ',
          ...mayAct(people),
          ` can ${deeds(d)} now, without the answer.`,
        ],
      );
    case 'worker':
      return note(
        [
          { bold: 'No worker has moved this on' },
          ' since ',
          near(lost.since, now),
          ': none runs, none reaches the database, or all are busy.',
        ],
        [
          { bold: 'Next:' },
          ' it goes on by itself with the next worker; what you press waits for it too, 15 minutes at most. ',
          whereItStays(d),
        ],
        [
          { bold: 'Who can act:' },
          ' whoever runs Fairway: a process of role worker or all must run and reach the database.',
        ],
      );
  }
}

function who(lost: Lost): string {
  return lost.whose === 'provider' ? `no answer from ${lost.provider}` : 'no worker';
}

function stepName(d: Deployment): string {
  const step = currentStep(d);
  return step ? nameStep(step) : 'the step';
}

function asksOwners(owners: readonly string[]): Line {
  const people: Line = owners.length > 0 ? anyOf(owners) : ['whoever asked for it'];
  return [', or ', ...people, ' must decide where asking twice is not safe'];
}

function mayAct({ groups }: Around): Line {
  if (groups.length === 0) return ['everybody of the organisation'];
  return [
    'anybody of ',
    ...groups.flatMap((group, i): Span[] => [i === 0 ? '' : ' or ', { bold: group }]),
  ];
}

/** What is recorded at once, whether or not the call ever ends. */
function deeds(d: Deployment): string {
  if (d.kind === 'rollback') return 'pause it';
  return d.exposedAt === null ? 'pause or abort it' : 'pause it or roll it back';
}

function whereItStays(d: Deployment): string {
  if (d.status === 'pending') return 'Nothing has started.';
  return `${exposure(d)} % of the traffic is on ${d.artifact.version} by the last step done; the one under way may have been asked for.`;
}
