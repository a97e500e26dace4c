import type { Neglect, Unattended } from '../domain/deployment/unattended.ts';
import { list, note, state, text } from './parts.ts';
import type { Item, Line, View } from './view.ts';
import { titleOf } from './words.ts';

const SHOWN = 10;

/** One message about deployments that nothing moves; without any it is over. */
export function alarmView(found: readonly Unattended[]): View {
  if (found.length === 0) {
    const over = 'Over: every deployment has a wake-up, or somebody it waits for by name.';
    return { text: over, parts: [state('healthy', over)] };
  }
  const names = found.map(({ deployment: d }) => `${d.id} ${titleOf(d)}`);
  const what = `${found.length === 1 ? 'A deployment waits' : `${found.length} deployments wait`} and nothing moves ${found.length === 1 ? 'it' : 'them'}`;
  const kinds = [...new Set(found.map(({ neglect }) => neglect))];
  return {
    text: `${what}: ${names.slice(0, SHOWN).join('; ')}${more(found)}. ${kinds.map((kind) => REMEDY[kind]).join(' ')}`,
    parts: [
      state('degraded', what),
      list(null, found.slice(0, SHOWN).map(item)),
      ...(found.length > SHOWN ? [text(more(found).trim())] : []),
      note(...kinds.map((kind): Line => [{ bold: 'What to do:' }, ` ${REMEDY[kind]}`])),
    ],
  };
}

function item({ deployment: d, neglect }: Unattended): Item {
  const due: Line = neglect === 'overdue' && d.wakeAt !== null ? [' since ', { at: d.wakeAt }] : [];
  return { mark: 'plain', line: [{ code: d.id }, ` ${titleOf(d)}: ${WHAT[neglect]}`, ...due] };
}

const WHAT: Readonly<Record<Neglect, string>> = {
  unwoken: 'it had no wake-up',
  far: 'its wake-up was too far off',
  nobody: 'it is held and asks nobody',
  overdue: 'due, and in no worker’s hands',
};

const REMEDY: Readonly<Record<Neglect, string>> = {
  unwoken:
    'Fairway has woken what had no wake-up. If it comes back, report a fault with /release show.',
  far: 'Fairway has woken what slept too long. If it comes back, look at the clock of the database.',
  nobody: 'Resume, abort or roll back what asks nobody; then give its service owners with members.',
  overdue:
    'See that a worker runs, reaches the database and logs no failing job; /release show tells the last sign of life.',
};

function more(found: readonly Unattended[]): string {
  return found.length > SHOWN ? ` and ${found.length - SHOWN} more` : '';
}
