import type { LocalSlack } from '../../../src/sandbox/slack/index.ts';
import type { Random } from '../random.ts';
import type { Lane } from './organisation.ts';

type Order = Parameters<LocalSlack['faults']>[0];

/** One way in which Slack is not well. */
export interface Trouble {
  readonly name: string;
  begin(slack: LocalSlack, lane: Lane, random: Random): void;
  /** What people do about it, where it does not pass by itself. */
  end?(slack: LocalSlack, lane: Lane): void;
}

const METHODS = ['chat.postMessage', 'chat.update', 'users.info', '*'] as const;

function calls(name: string, answer: NonNullable<Order['calls']>[number]['answer']): Trouble {
  return {
    name,
    begin(slack, _lane, random) {
      const times = random.between(1, 12);
      const wait = answer === 'ratelimited' ? { retryAfterSeconds: random.between(1, 30) } : {};
      slack.faults({ calls: [{ method: random.pick(METHODS), answer, times, ...wait }] });
    },
  };
}

function channel(name: string, wrong: object, right: object): Trouble {
  return {
    name,
    begin: (slack, lane) => slack.faults({ channels: { [lane.channel]: wrong } }),
    end: (slack, lane) => slack.faults({ channels: { [lane.channel]: right } }),
  };
}

/** Deleted by an administrator. A card that says how it ended has nothing more to say, and stays deleted. */
const deleted: Trouble = {
  name: 'message deleted',
  begin(slack, lane) {
    const card = slack.messages(lane.channel).findLast((one) => one.bot && !one.thread_ts);
    if (card && !card.text.includes('succeeded'))
      slack.faults({ delete: [{ channel: lane.channel, ts: card.ts }] });
  },
};

const revoked: Trouble = {
  name: 'token revoked, and given back',
  begin: (slack) => slack.faults({ revoke_token: true }),
  end: (slack) => slack.faults({ revoke_token: false }),
};

export const troubles: readonly Trouble[] = [
  calls('429 with Retry-After', 'ratelimited'),
  calls('500', 'error500'),
  calls('connection reset before it', 'drop'),
  calls('answer lost after it', 'drop_after_effect'),
  calls('fatal_error', { error: 'fatal_error' }),
  deleted,
  channel('channel archived', { is_archived: true }, { is_archived: false }),
  channel('bot removed', { bot_is_member: false }, { bot_is_member: true }),
  revoked,
];
