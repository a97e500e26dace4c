import { createBuckets, type Rate } from './bucket.ts';

/**
 * What people may ask. Urgent lines have no limit, for stopping and going back is always possible; what
 * keeps a flood of them from the others is the order of work (turns.ts).
 */
export interface PeopleLimits {
  readonly person: Rate;
  readonly everybody: Rate;
}

export const PEOPLE_LIMITS: PeopleLimits = {
  person: { burst: 20, perSecond: 1 },
  everybody: { burst: 500, perSecond: 250 },
};

/**
 * What we may send. Slack: about one message a second and channel; tiers per method, workspace and
 * minute; its advice is one request a second. https://docs.slack.dev/apis/web-api/rate-limits
 */
export const CHANNEL_RATE: Rate = { burst: 1, perSecond: 1 };
export const METHOD_RATES = {
  'chat.postMessage': { burst: 10, perSecond: 4 },
  'chat.update': { burst: 10, perSecond: 1 },
  'conversations.history': { burst: 5, perSecond: 0.8 },
  'conversations.replies': { burst: 5, perSecond: 0.8 },
} as const satisfies Record<string, Rate>;
export type Method = keyof typeof METHOD_RATES;

/** Pictures: two methods of tier 4 and a transfer each. */
export const UPLOAD_RATE: Rate = { burst: 3, perSecond: 0.5 };

/** One edit of a message in this time: people cannot read faster, and Slack would say 429. */
export const UPDATE_EVERY_MS = 3000;

export interface Gate {
  /** False when this person, or all together, ask too fast. */
  admits(account: string, urgent: boolean): boolean;
}

export function createGate(limits: PeopleLimits, now: () => number): Gate {
  const person = createBuckets(limits.person, now);
  const everybody = createBuckets(limits.everybody, now);
  return {
    admits(account, urgent) {
      return urgent || (person.take(account) === 0 && everybody.take('all') === 0);
    },
  };
}
