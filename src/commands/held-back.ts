import type { Catalog } from '../domain/catalog/catalog.ts';
import { findService, pathOf } from '../domain/catalog/find.ts';
import type { Draft } from '../domain/deployment/draft.ts';
import type { GateRuling } from '../domain/gates/index.ts';
import type { Closed } from '../domain/governance/window.ts';
import { refuse } from '../domain/kernel/refusal.ts';
import { blackoutRefusal } from '../projections/blackout-refusal.ts';
import { offer } from '../projections/parts.ts';
import type { Offer } from '../projections/view.ts';
import type { Reply } from './command.ts';
import { no } from './reply.ts';

/** What the asker may have said about waiting, and how to print the line that says it. */
export interface Willing {
  readonly queue: boolean;
  readonly replace: boolean;
  readonly wait: boolean;
  /** It is for a moment to come, and what is closed is of that moment. */
  readonly planned: boolean;
  readonly line: (more: Readonly<Record<string, string | true>>) => string;
}

/**
 * The answer to a request that no rule refuses but that would wait for a slot or a window: it is
 * created only when the asker said so. Null when nothing stands in the way.
 */
export function heldBack(
  made: Draft,
  { rulings, blackouts }: Seen,
  willing: Willing,
  catalog: Catalog,
): Reply | null {
  const slot = waitOf(rulings, 'slot');
  if (slot && !(willing.queue || willing.replace || willing.planned)) {
    const refusal = refuse('busy', `Not started: ${slot.why}.`, {
      why: 'One deployment at a time moves a service in an environment.',
      fix: 'Replace it, queue behind it, or leave it.',
    });
    return no(refusal, slotOffers(made, willing));
  }
  const stopped = waitOf(rulings, 'stopped') ?? waitOf(rulings, 'half-open');
  if (stopped && !(willing.wait || willing.planned)) return lineStopped(made, stopped.why, willing);
  const last = blackouts.toSorted((a, b) => b.until - a.until)[0];
  if (!last || willing.wait) return null;
  return willing.planned ? closedThen(made, last, willing) : blackout(made, last, willing, catalog);
}

/** What was found when the gates were asked for the preview. */
interface Seen {
  readonly rulings: readonly GateRuling[];
  readonly blackouts: readonly Closed[];
}

function waitOf(rulings: readonly GateRuling[], code: string): { readonly why: string } | null {
  const found = rulings.find(({ ruling }) => ruling.verdict === 'wait' && ruling.code === code);
  return found?.ruling.verdict === 'wait' ? found.ruling : null;
}

function lineStopped(made: Draft, why: string, willing: Willing): Reply {
  const refusal = refuse('stopped', `Not started: ${why}.`, {
    why: 'While a line is stopped nothing new starts on it; a rollback always goes.',
    fix: 'Wait until it is opened, or name the incident this fixes: with --fixes it passes once a second person approves.',
  });
  const line = willing.line({ wait: true, plan: made.planDigest.slice(0, 16) });
  const wait = offer('start:wait', 'Wait until it is opened', line, {
    style: 'primary',
    spoken: `Ask for ${nameOf(made)} and wait until the line is opened`,
  });
  return no(refusal, [wait, cancel()]);
}

function blackout(made: Draft, closed: Closed, willing: Willing, catalog: Catalog): Reply {
  const service = findService(catalog, made.service);
  const path = service ? pathOf(catalog, service).map((e) => e.name) : [];
  const name = nameOf(made);
  const what = {
    name,
    environment: made.environment,
    elsewhere: path.filter((e) => e !== made.environment),
  };
  // The wait is the confirmation: nothing else about the plan is asked.
  const plan = made.planDigest.slice(0, 16);
  const line = willing.line({ wait: true, plan });
  const [label, end, through] = waysOn(closed);
  const wait = offer('start:wait', label, line, {
    style: 'primary',
    spoken: `Ask for ${name} and wait for ${end}`,
  });
  const ask = willing.line({ wait: true, plan, 'break-glass': true, edit: true });
  const glass = offer('start:glass', 'Break the glass…', ask, {
    style: 'danger',
    spoken: `Ask two others to let ${name} ${through}`,
  });
  const view = blackoutRefusal(closed, what, [wait, glass, cancel()]);
  const refusal = refuse('blackout', view.text);
  return { kind: 'refused', refusal, view };
}

function waysOn({ between, unread }: Closed): readonly [string, string, string] {
  if (unread !== undefined)
    return ['Wait until it is read', 'the calendar', 'start though nobody knows what is closed'];
  return between
    ? ['Wait until it opens', 'the next release window', 'start outside its release windows']
    : ['Wait for its end', 'the end of the blackout', 'through the blackout'];
}

/** What is planned for a closed time: another moment is asked for, or the end of that. */
function closedThen(made: Draft, closed: Closed, willing: Willing): Reply {
  const until = new Date(closed.until).toISOString().slice(0, 16).replace('T', ' ');
  const [where, what, label, end] = closed.between
    ? [
        'outside its release windows',
        `${closed.name} opens at`,
        'Start when it opens',
        'the next release window',
      ]
    : ['in blackout', `${closed.name} lasts until`, 'Start at its end', 'the end of the blackout'];
  const refusal = refuse('blackout', `Not planned: ${made.environment} is ${where} then.`, {
    why: `${what} ${until} UTC; its owner is ${closed.owner}.`,
    fix: `Name another time, or plan it for ${end}.`,
  });
  const line = willing.line({ wait: true, plan: made.planDigest.slice(0, 16) });
  const wait = offer('start:wait', label, line, {
    style: 'primary',
    spoken: `Plan ${nameOf(made)} for ${end}`,
  });
  return no(refusal, [wait, cancel()]);
}

function slotOffers(made: Draft, willing: Willing): readonly Offer[] {
  const name = nameOf(made);
  return [
    offer('start:queue', 'Queue behind', willing.line({ queue: true }), {
      style: 'primary',
      spoken: `Queue ${name} behind what is running`,
    }),
    offer('start:replace', 'Replace', willing.line({ replace: true }), {
      style: 'danger',
      spoken: `Stop what is running and put ${name} in its place`,
      confirm: {
        title: 'Replace what is running?',
        text: 'It is stopped; what people already met is rolled back first.',
        yes: 'Replace',
      },
    }),
    cancel(),
  ];
}

function cancel(): Offer {
  return offer('cancel', 'Cancel', '/release dismiss');
}

function nameOf(made: Draft): string {
  return `${made.service} ${made.artifact.version}`;
}
