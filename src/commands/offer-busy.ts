import type { Draft } from '../domain/deployment/draft.ts';
import type { GateRuling } from '../domain/gates/index.ts';
import { offer } from '../projections/parts.ts';
import type { Offer } from '../projections/view.ts';

/** Why the slot is not free, or null. */
export function slotTakenBy(rulings: readonly GateRuling[]): string | null {
  const slot = rulings.find(({ ruling }) => ruling.verdict === 'wait' && ruling.code === 'slot');
  return slot?.ruling.verdict === 'wait' ? slot.ruling.why : null;
}

type LineWith = (more: {
  readonly replace?: true;
  readonly queue?: true;
  readonly wait?: true;
}) => string;

/** What can be done about a busy slot or, with no rulings, about a closed window. */
export function busyOffers(
  made: Draft,
  rulings: readonly GateRuling[],
  line: LineWith,
): readonly Offer[] {
  const name = `${made.service} ${made.artifact.version}`;
  const cancel = offer('cancel', 'Cancel', '/release dismiss');
  if (!slotTakenBy(rulings)) {
    return [
      offer('start:wait', 'Wait for its end', line({ wait: true }), {
        style: 'primary',
        spoken: `Ask for ${name} and wait for the end of the blackout`,
      }),
      cancel,
    ];
  }
  return [
    offer('start:queue', 'Queue behind', line({ queue: true }), {
      style: 'primary',
      spoken: `Queue ${name} behind what is running`,
    }),
    offer('start:replace', 'Replace', line({ replace: true }), {
      style: 'danger',
      spoken: `Stop what is running and put ${name} in its place`,
      confirm: {
        title: 'Replace what is running?',
        text: 'It is stopped; what people already met is rolled back first.',
        yes: 'Replace',
      },
    }),
    cancel,
  ];
}
