import type { Closed } from '../domain/governance/window.ts';
import { fields, list, offers, state, text } from './parts.ts';
import type { Line, Offer, View } from './view.ts';

const IN_FORCE = {
  where: 'in blackout',
  wait: 'wait for its end',
  end: 'the blackout ends',
  state: 'blackout in force',
  label: 'Blackout',
};
const BETWEEN = {
  where: 'outside its release windows',
  wait: 'wait until the next opens',
  end: 'the next window opens',
  state: 'outside the release windows',
  label: 'Next window',
};

const UNREAD = {
  where: 'closed by a calendar that could not be read yet, looked at again at',
  wait: 'wait until it can be read',
  end: 'the calendar can be read and closes nothing',
  state: 'a calendar could not be read yet',
  label: 'Calendar',
};

/** Not started because it is closed: by what, how far that reaches, until when, and what helps. */
export function blackoutRefusal(
  closed: Pick<Closed, 'name' | 'owner' | 'until' | 'between' | 'unread'>,
  what: {
    readonly name: string;
    readonly environment: string;
    readonly elsewhere: readonly string[];
  },
  buttons: readonly Offer[],
): View {
  const { name, environment, elsewhere } = what;
  const until = new Date(closed.until).toISOString().slice(0, 16).replace('T', ' ');
  const other = elsewhere.length > 0 ? `, use ${elsewhere.join(' or ')}` : '';
  const words = wordsFor(closed);
  const when = closed.unread === undefined ? `until ${until} UTC` : `${until} UTC`;
  const because = closed.unread === undefined ? '' : `, ${closed.unread}`;
  const options: readonly Line[] = [
    [`Ask now and start by itself when ${words.end}`],
    ...(elsewhere.length > 0 ? [[`Use ${elsewhere.join(' or ')} meanwhile`]] : []),
    [
      'In an emergency, break the glass: two others let it through, everybody reads why, and it is reviewed afterwards',
    ],
  ];
  return {
    text: `Not started: ${environment} is ${words.where} ${when} (${closed.name}, owner ${closed.owner}${because}). You can ${words.wait}${other}, or break the glass.`,
    parts: [
      state('blocked', `not started: ${words.state}`),
      fields([
        [words.label, [{ foreign: closed.name }]],
        ['Scope', [`${name} to ${environment}`]],
        [closed.unread === undefined ? 'Until' : 'Looked at again', [{ at: closed.until }]],
        closed.unread === undefined ? null : ['Why', [{ foreign: closed.unread }]],
        ['Owner', [{ person: closed.owner }]],
      ]),
      text({ bold: 'What you can do' }),
      list(
        null,
        options.map((line) => ({ mark: 'plain', line })),
      ),
      offers(buttons),
    ],
  };
}

function wordsFor({ between, unread }: Pick<Closed, 'between' | 'unread'>) {
  if (unread !== undefined) return UNREAD;
  return between ? BETWEEN : IN_FORCE;
}
