import type { Closed } from '../domain/governance/window.ts';
import { fields, list, offers, state, text } from './parts.ts';
import type { Line, Offer, View } from './view.ts';

/** Not started because a blackout is in force: which, how far it reaches, until when, and what helps. */
export function blackoutRefusal(
  closed: Pick<Closed, 'name' | 'owner' | 'until'>,
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
  const options: readonly Line[] = [
    ['Ask now and start by itself when the blackout ends'],
    ...(elsewhere.length > 0 ? [[`Use ${elsewhere.join(' or ')} meanwhile`]] : []),
    [
      'In an emergency, break the glass: two others let it through, everybody reads why, and it is reviewed afterwards',
    ],
  ];
  return {
    text: `Not started: ${environment} is in blackout until ${until} UTC (${closed.name}, owner ${closed.owner}). You can wait for its end${other}, or break the glass.`,
    parts: [
      state('blocked', 'not started: blackout in force'),
      fields([
        ['Blackout', [{ foreign: closed.name }]],
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
