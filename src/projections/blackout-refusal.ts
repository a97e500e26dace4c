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

/** Not started because it is closed: by what, how far that reaches, until when, and what helps. */
export function blackoutRefusal(
  closed: Pick<Closed, 'name' | 'owner' | 'until' | 'between'>,
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
  const words = closed.between ? BETWEEN : IN_FORCE;
  const options: readonly Line[] = [
    [`Ask now and start by itself when ${words.end}`],
    ...(elsewhere.length > 0 ? [[`Use ${elsewhere.join(' or ')} meanwhile`]] : []),
    [
      'In an emergency, break the glass: two others let it through, everybody reads why, and it is reviewed afterwards',
    ],
  ];
  return {
    text: `Not started: ${environment} is ${words.where} until ${until} UTC (${closed.name}, owner ${closed.owner}). You can ${words.wait}${other}, or break the glass.`,
    parts: [
      state('blocked', `not started: ${words.state}`),
      fields([
        [words.label, [{ foreign: closed.name }]],
        ['Scope', [`${name} to ${environment}`]],
        ['Until', [{ at: closed.until }]],
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
