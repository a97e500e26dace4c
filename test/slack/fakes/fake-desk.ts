import type { Reply } from '../../../src/commands/command.ts';
import type { Desk } from '../../../src/commands/desk.ts';
import type { Actor } from '../../../src/domain/kernel/actor.ts';
import { refuse } from '../../../src/domain/kernel/refusal.ts';
import { askReason, offer, offers, text } from '../../../src/projections/parts.ts';
import type { View } from '../../../src/projections/view.ts';

export interface Ran {
  readonly line: string;
  readonly actor: Actor;
  readonly channel: string | null;
}

export interface FakeDesk extends Desk {
  readonly ran: readonly Ran[];
}

const REJECT_FORM = askReason(
  'reject',
  { id: 'D-1' },
  { title: 'Reject D-1', submit: 'Reject', label: 'Why?' },
);

/**
 * A desk of few words: `/deploy` alone asks by a form, `nonsense` is refused at once, `deny` is refused
 * when run, `preview` answers privately with a Start button, everything else runs.
 */
export function createFakeDesk(runs?: (ran: Ran) => Promise<Reply>): FakeDesk {
  const ran: Ran[] = [];
  return {
    ran,
    read(command, words) {
      if (words === 'nonsense')
        return { kind: 'refused', view: says('No such verb. Try /release help.') };
      if (command === '/deploy' && words === '') return { kind: 'form', form: REJECT_FORM };
      const line = words === '' ? command : `${command} ${words}`;
      return { kind: 'line', line, urgent: command === '/rollback' };
    },
    complete(form, answers) {
      const because = answers['because'] ?? '';
      if (because.length < 3)
        return { kind: 'faults', faults: { because: 'Say at least a word.' } };
      return { kind: 'line', line: `/release ${form.verb} ${form.given['id']} because ${because}` };
    },
    decides: () => false,
    asksAbout: async () => ({ kind: 'form', form: REJECT_FORM }),
    async run(line, actor, { channel }) {
      const one = { line, actor, channel };
      ran.push(one);
      return runs ? runs(one) : replyTo(one);
    },
    async home(actor) {
      return says(`Home of ${actor.name}`);
    },
  };
}

function replyTo({ line, actor }: Ran): Reply {
  if (line.includes('deny')) {
    const refusal = refuse('no-right', 'You may not.');
    return { kind: 'refused', refusal, view: says('You may not.') };
  }
  if (actor.kind !== 'member' && !line.includes('status')) {
    const refusal = refuse('not-a-member', 'This account can look, but never decide.');
    return { kind: 'refused', refusal, view: says(refusal.what) };
  }
  if (line.includes('preview')) {
    const start = offer('start', 'Start deployment', '/deploy shop@1.1.0 to production --yes');
    return { kind: 'said', view: { text: 'Ready?', parts: [offers([start])] }, typedOnly: false };
  }
  return { kind: 'said', view: says(`Did ${line}`), typedOnly: line.includes('quiet') };
}

export function says(sentence: string): View {
  return { text: sentence, parts: [text(sentence)] };
}
