import { parseDuration } from '../../src/domain/kernel/duration.ts';
import type { LocalSlack } from '../../src/sandbox/slack/index.ts';
import type { FakeClock } from './fake-clock.ts';

export type Message = ReturnType<LocalSlack['messages']>[number];

/** What people of a story do and see, in the words of the story. Each act takes them a second. */
export interface Stage {
  /** Types a whole line, slash included, into #deploys. */
  types(who: string, line: string): Promise<void>;
  /** Writes to @fairway in #deploys, in the thread of a message where one is given. */
  mentions(who: string, text: string, under?: Message): Promise<void>;
  /** Presses a button of the newest message they can see that has it, or of this one. */
  presses(who: string, action: string, on?: Message): Promise<void>;
  /** Chooses "Note for the retro" in the menu of a message; in another channel than #deploys where one is named. */
  notes(who: string, on: { readonly ts: string }, where?: string): Promise<void>;
  /** Chooses from the menu of a message, by the line that stands behind the choice. */
  chooses(who: string, line: string): Promise<void>;
  /** Sends the topmost open form. */
  submits(who: string, values: Readonly<Record<string, string | readonly string[]>>): Promise<void>;
  opensHome(who: string): Promise<void>;
  pressesAtHome(who: string, action: string): Promise<void>;
  /** Lets time pass, with everything that happens meanwhile. */
  after(length: string): Promise<void>;
  /** A long time in which nobody looked: what fell due is found when it is over. */
  later(length: string): Promise<void>;
  /** The clock moves, and nobody does anything: for what happens during a call. */
  passes(length: string): void;
  /** Time in which no worker runs: what is sent is taken, messages leave, nothing else moves. */
  withoutWorkers(length: string): Promise<void>;
  /** Every text in #deploys that this person can see, newest last; of everybody with no person. */
  texts(who?: string): readonly string[];
  /** The newest message of #deploys they can see whose text matches. @throws when there is none */
  message(text: RegExp, who?: string): Message;
  /** The newest message that only they can see. @throws when there is none */
  told(who: string): Message;
  /** The texts of a message's thread, oldest first. */
  thread(of: Message): readonly string[];
  /** The action ids offered by a message or a page. */
  offers(seen: { readonly blocks?: unknown }): readonly string[];
  /** Everything readable of a message, a form or a page, block by block. */
  reads(seen: { readonly blocks?: unknown }): string;
  /** Their App Home. @throws before they opened it */
  home(who: string): { readonly blocks?: unknown };
  /** The form on top of their screen, or undefined. */
  form(who: string): { readonly blocks?: unknown } | undefined;
  settle(): Promise<void>;
}

const ACT_MS = 1_000;
/** Two things due within this time happen in one go. */
const LEAST_MS = 250;
/** How often whoever is left looks who is silent. */
const WATCH_MS = 3_000;

export function createStage(parts: {
  readonly slack: LocalSlack;
  readonly clock: FakeClock;
  readonly settle: () => Promise<void>;
  readonly withoutWorkers: (run: () => Promise<void>) => Promise<void>;
  /** When the next thing falls due, or null. */
  readonly nextDue: () => Promise<number | null>;
  /** Runs it and waits until what it sends to Fairway has arrived. */
  readonly arrives: (send: () => void) => Promise<void>;
  readonly channel: string;
}): Stage {
  const { slack, clock, settle, nextDue, arrives, channel } = parts;
  const idOf = (who: string): string => {
    const user = slack.state().users.find((u) => u.name === who);
    if (!user) throw new Error(`nobody is called ${who}`);
    return user.id;
  };
  const seen = (who?: string): readonly Message[] =>
    slack
      .messages(channel, who === undefined ? undefined : idOf(who))
      .map((m) => ({ ...m, text: plain(m.text) }));
  function newest(who: string | undefined, what: string, is: (m: Message) => boolean): Message {
    const found = seen(who).findLast(is);
    if (found) return found;
    const texts = seen(who).map((m) => m.text);
    throw new Error(`${who ?? 'nobody'} sees no ${what} in:\n${texts.join('\n')}`);
  }
  async function act(doing: () => Promise<{ readonly ok: boolean }>): Promise<void> {
    clock.advance(ACT_MS);
    const result = await doing();
    if (!result.ok) throw new Error(JSON.stringify(result));
    await settle();
  }
  async function event(send: () => { readonly ok: boolean }): Promise<void> {
    await act(async () => {
      let result = { ok: false };
      await arrives(() => {
        result = send();
      });
      return result;
    });
  }
  async function pass(length: string, step: (end: number) => Promise<number>): Promise<void> {
    const ms = parseDuration(length);
    if (ms === null) throw new Error(`${length} is not a length of time`);
    const end = clock.now() + ms;
    while (clock.now() < end) {
      clock.advance((await step(end)) - clock.now());
      await settle();
    }
  }
  return {
    types(who, line) {
      const [command = '', ...rest] = line.split(' ');
      const text = rest.join(' ');
      return act(() => slack.command({ user: idOf(who), channel, command, text }));
    },
    mentions: (who, text, under) =>
      event(() =>
        slack.message({
          user: idOf(who),
          channel,
          text: `<@${idOf('fairway')}> ${text}`,
          ...(under ? { thread_ts: under.ts } : {}),
        }),
      ),
    presses(who, action, on) {
      const { ts } = on ?? newest(who, `button "${action}"`, (m) => offersOf(m).includes(action));
      return act(() => slack.click({ user: idOf(who), channel, ts, action_id: action }));
    },
    notes: (who, { ts }, where = channel) =>
      act(() => slack.shortcut({ user: idOf(who), channel: where, ts, callback_id: 'note' })),
    chooses(who, line) {
      const { ts } = newest(who, `choice "${line}"`, (m) =>
        JSON.stringify(m.blocks).includes(line),
      );
      const click = { user: idOf(who), channel, ts, action_id: 'more', selected: line };
      return act(() => slack.click(click));
    },
    submits: (who, values) => act(() => slack.submit({ user: idOf(who), values })),
    opensHome: (who) => event(() => slack.openHome(idOf(who))),
    pressesAtHome: (who, action) =>
      act(() => slack.click({ user: idOf(who), home: true, action_id: action })),
    after: (length) =>
      pass(length, async (end) => {
        const due = (await nextDue()) ?? end;
        return Math.min(end, Math.max(due, clock.now() + LEAST_MS));
      }),
    later: (length) => pass(length, async (end) => end),
    passes: (length) => clock.advance(parseDuration(length) ?? 0),
    withoutWorkers: (length) =>
      parts.withoutWorkers(() =>
        pass(length, async (end) => Math.min(end, clock.now() + WATCH_MS)),
      ),
    texts: (who) => seen(who).map((m) => m.text),
    message: (text, who) => newest(who, `message like ${text}`, (m) => text.test(m.text)),
    told: (who) => newest(who, 'private answer', (m) => m.ephemeral_to === idOf(who)),
    thread: (of) =>
      seen()
        .filter((m) => m.thread_ts === of.ts && m.ephemeral_to === undefined && m.ts !== of.ts)
        .map((m) => m.text),
    offers: offersOf,
    reads: ({ blocks }) => words(blocks).join('\n'),
    home(who) {
      const view = slack.home(idOf(who));
      if (!view) throw new Error(`${who} has no App Home yet`);
      return view;
    },
    form: (who) => slack.views(idOf(who)).at(-1),
    settle,
  };
}

function offersOf({ blocks }: { readonly blocks?: unknown }): readonly string[] {
  const found = JSON.stringify(blocks ?? []).matchAll(/"action_id":"([^"]+)"/g);
  return [...found].map(([, action]) => action ?? '');
}

/** As it is read: Slack's three entities undone. */
function plain(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** Every string a person would read, in order. */
function words(part: unknown): readonly string[] {
  if (Array.isArray(part)) return part.flatMap(words);
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) =>
    READ.has(key) && typeof value === 'string' ? [plain(value)] : words(value),
  );
}
const READ: ReadonlySet<string> = new Set(['text', 'user_id', 'fallback', 'initial_value']);
