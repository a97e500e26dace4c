import { parseDuration } from '../../src/domain/kernel/duration.ts';
import type { LocalSlack } from '../../src/sandbox/slack/index.ts';
import type { FakeClock } from './fake-clock.ts';

type Message = ReturnType<LocalSlack['messages']>[number];

/** What people of a story do and see, in the words of the story. */
export interface Stage {
  /** Types a whole line, slash included, into #deploys. */
  types(who: string, line: string): Promise<void>;
  /** Presses a button of the newest message they can see that has it. */
  presses(who: string, action: string): Promise<void>;
  /** Sends the topmost open form. */
  submits(who: string, values: Readonly<Record<string, string>>): Promise<void>;
  /** Lets time pass, with everything that happens meanwhile. */
  after(length: string): Promise<void>;
  /** Every text in #deploys that this person can see, newest last; of everybody with no person. */
  texts(who?: string): readonly string[];
  /** The newest message of #deploys they can see whose text matches. @throws when there is none */
  message(text: RegExp, who?: string): Message;
  /** The action ids offered by a message. */
  offers(message: Message): readonly string[];
  settle(): Promise<void>;
}

const STEP_MS = 1_000;

export function createStage(parts: {
  readonly slack: LocalSlack;
  readonly clock: FakeClock;
  readonly settle: () => Promise<void>;
  readonly channel: string;
}): Stage {
  const { slack, clock, settle, channel } = parts;
  const idOf = (who: string): string => {
    const user = slack.state().users.find((u) => u.name === who);
    if (!user) throw new Error(`nobody is called ${who}`);
    return user.id;
  };
  const seen = (who?: string): readonly Message[] =>
    slack.messages(channel, who === undefined ? undefined : idOf(who));
  async function act(done: Promise<{ readonly ok: boolean }>): Promise<void> {
    const result = await done;
    if (!result.ok) throw new Error(JSON.stringify(result));
    await settle();
  }
  return {
    types(who, line) {
      const [command = '', ...rest] = line.split(' ');
      const text = rest.join(' ');
      return act(slack.command({ user: idOf(who), channel, command, text }));
    },
    presses(who, action) {
      const target = seen(who).findLast((m) => offersOf(m).includes(action));
      if (!target)
        throw new Error(
          `${who} sees no button "${action}" in:\n${seen(who)
            .map((m) => m.text)
            .join('\n')}`,
        );
      return act(slack.click({ user: idOf(who), channel, ts: target.ts, action_id: action }));
    },
    submits: (who, values) => act(slack.submit({ user: idOf(who), values })),
    async after(length) {
      let left = parseDuration(length) ?? Number.NaN;
      if (Number.isNaN(left)) throw new Error(`${length} is not a length of time`);
      while (left > 0) {
        clock.advance(Math.min(STEP_MS, left));
        left -= STEP_MS;
        await settle();
      }
    },
    texts: (who) => seen(who).map((m) => m.text),
    message(text, who) {
      const found = seen(who).findLast((m) => text.test(m.text));
      if (!found)
        throw new Error(
          `no message like ${text} in:\n${seen(who)
            .map((m) => m.text)
            .join('\n')}`,
        );
      return found;
    },
    offers: offersOf,
    settle,
  };
}

function offersOf(message: Message): readonly string[] {
  const found = JSON.stringify(message.blocks).matchAll(/"action_id":"([^"]+)"/g);
  return [...found].map(([, action]) => action ?? '');
}
