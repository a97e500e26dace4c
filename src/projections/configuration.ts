import { othersOf } from '../domain/configuration/answer.ts';
import {
  type Configuration,
  hopelessOf,
  missingOf,
} from '../domain/configuration/configuration.ts';
import type { Told } from '../domain/configuration/told.ts';
import type { Lack } from '../domain/governance/factor-lack.ts';
import { askReason, fields, header, list, note, offer, offers, state, text } from './parts.ts';
import type { Item, Line, Part, View } from './view.ts';

/** More changes than this are counted on the card, and shown to whoever asks for the version. */
const SHOWN = 12;
const SHOWN_WHEN_ASKED = 40;

/** One version of the configuration: what it changes, what that does to the rules, whom it waits for, and what those lack. */
export function configurationCard(c: Configuration, lack: Lack | null): View {
  return viewOf(c, lack, SHOWN);
}

/** The same with as many changes as a message holds. */
export function configurationInFull(c: Configuration, lack: Lack | null): View {
  return viewOf(c, lack, SHOWN_WHEN_ASKED);
}

function viewOf(c: Configuration, lack: Lack | null, most: number): View {
  const what = `Configuration ${c.id} ${stateOf(c)}`;
  const said = c.changes.slice(0, most).map(plain).join('; ');
  const rest = more(c.changes.slice(most));
  const few = 'A yes to it takes a second factor, which too few have so far.';
  const lacking = lack ? `${few} ${lack.why} (${lack.fix}) ` : '';
  return {
    text: `${what}.${said ? ` ${said}${rest}.` : ''} ${lacking}${nextOf(c)}`.trim(),
    parts: [
      header(`Configuration ${c.id}`),
      state(MARKS[c.status], `${capital(stateOf(c))}.`),
      ...(c.changes.length > 0 ? [list('Changes', c.changes.slice(0, most).map(item))] : []),
      ...(rest === '' ? [] : [text(`${rest.trim()}: /release configuration ${c.id}`)]),
      ...answers(c),
      ...(lacking === '' ? [] : [text(lacking.trim())]),
      ...(c.status === 'proposed' ? [buttons(c)] : []),
      note([
        `From ${c.origin.folder}${commitOf(c)}. All versions: `,
        { code: '/release configuration' },
      ]),
    ],
  };
}

const MARKS = {
  proposed: 'waiting',
  active: 'healthy',
  superseded: 'pending',
  rejected: 'blocked',
  withdrawn: 'pending',
} as const;

function stateOf(c: Configuration): string {
  switch (c.status) {
    case 'proposed':
      return 'loosens the rules and waits: it is not in force';
    case 'active':
      return `is in force: ${EFFECTS[c.effect]}`;
    case 'superseded':
      return 'was in force until another came after it';
    case 'rejected':
      return `was rejected by ${c.ended?.by ?? 'somebody'} and never came into force`;
    case 'withdrawn':
      return `never came into force: ${c.ended?.why ?? 'it was withdrawn'}`;
  }
}

const EFFECTS: Readonly<Record<Configuration['effect'], string>> = {
  tightens: 'it tightens the rules, which takes nobody’s approval',
  neutral: 'it changes no rule',
  loosens: 'those whom the rules before it ask approved it',
  trusted: 'it was the first one, and trusted',
  adopted: 'it was adopted on the machine, by nobody whom the rules ask',
};

function answers(c: Configuration): readonly Part[] {
  if (c.effect !== 'loosens') return [];
  const missing = missingOf(c);
  const gave = c.approvals.flatMap(({ by }, i): Line => [...(i > 0 ? [', '] : []), { person: by }]);
  const waits = missing.flatMap(
    ({ rule, missing: n }, i): Line => [`${i > 0 ? '; ' : ''}${n} more for ${rule}`],
  );
  const people = othersOf(c).flatMap((by, i): Line => [...(i > 0 ? [', '] : []), { person: by }]);
  const barred = c.barred.flatMap((by, i): Line => [...(i > 0 ? [', '] : []), { person: by }]);
  const why = c.status === 'rejected' && c.ended ? c.ended.why : null;
  return [
    fields([
      gave.length > 0 ? ['Approved by', gave] : null,
      c.status === 'proposed' ? ['Waits for', waits] : null,
      c.status === 'proposed' && people.length > 0 ? ['Who can', people] : null,
      barred.length > 0 ? ['Wrote it', barred] : null,
      why === null ? null : ['Because', [{ foreign: why }]],
    ]),
    ...(c.status === 'proposed' && hopelessOf(c).length > 0 ? [text(hopeless(c))] : []),
  ];
}

function hopeless(c: Configuration): string {
  const rules = hopelessOf(c).map(({ rule }) => rule);
  return `Nobody could approve it: too few who did not write it may answer for ${rules.join(', ')}. Change it back, or adopt it on the machine with fairway adopt, which everybody is told.`;
}

function buttons(c: Configuration): Part {
  const reject = askReason(
    'reject',
    { id: c.id },
    { title: `Reject ${c.id}`, submit: 'Reject', label: 'Why' },
  );
  const spoken = `the change of rules ${c.id}`;
  return offers([
    offer('approve', 'Approve', `/release approve ${c.id}`, {
      style: 'primary',
      spoken: `Approve ${spoken}`,
      confirm: {
        title: `Approve ${c.id}?`,
        text: 'It loosens what Fairway asks of deployments, for everybody.',
        yes: 'Approve',
      },
    }),
    offer('reject', 'Reject…', `/release reject ${c.id}`, {
      style: 'danger',
      spoken: `Reject ${spoken}`,
      form: reject,
    }),
  ]);
}

function nextOf(c: Configuration): string {
  if (c.status !== 'proposed') return '';
  const missing = missingOf(c).map(({ rule, missing: n }) => `${n} more for ${rule}`);
  const line = `/release approve ${c.id}, or /release reject ${c.id} because …`;
  return hopelessOf(c).length > 0 ? hopeless(c) : `Waits for ${missing.join('; ')}: ${line}`;
}

const DOES = { loosens: 'loosens', tightens: 'tightens', neutral: 'no rule' } as const;

function item({ what, from, to, effect }: Told): Item {
  return {
    mark: effect === 'loosens' ? 'now' : 'plain',
    line: [
      { foreign: what },
      ' (',
      { bold: DOES[effect] },
      '): ',
      { foreign: from },
      ' → ',
      { foreign: to },
    ],
  };
}

function plain({ what, from, to, effect }: Told): string {
  return `${what} ${from} → ${to} (${DOES[effect]})`;
}

function more(rest: readonly Told[]): string {
  const loosening = rest.filter(({ effect }) => effect === 'loosens').length;
  const which = loosening > 0 ? `, ${loosening} of which loosen` : '';
  return rest.length > 0 ? ` and ${rest.length} more${which}` : '';
}

function commitOf({ origin }: Configuration): string {
  return origin.commit ? `, commit ${origin.commit.slice(0, 12)}` : '';
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** The version in force, what waits, and what came before. */
export function configurationList(
  all: readonly Configuration[],
  problem: string | null = null,
): View {
  const title = 'Configuration';
  const said = problem === null ? '' : ` The one in force stays: ${problem}.`;
  const wrong = problem === null ? [] : [text('The one in force stays: ', { foreign: problem })];
  if (all.length === 0) {
    const none = 'no version is kept yet.';
    return { text: `${title}: ${none}${said}`, parts: [header(title), text(none), ...wrong] };
  }
  const lines = all.map((c) => `${c.id} ${stateOf(c)}`);
  return {
    text: `${title}: ${lines.join('; ')}.${said}`,
    parts: [
      header(title),
      ...wrong,
      ...all.map((c) =>
        text(
          { code: c.id },
          ' · ',
          { at: c.foundAt },
          ` · ${stateOf(c)} · ${c.changes.length} changes`,
        ),
      ),
      note(['One of them: ', { code: '/release configuration C-2' }]),
    ],
  };
}
