import type { Clock } from '../clock.ts';

/** Calls a minute and workspace that Slack grants at least, by tier (docs.slack.dev/apis/web-api/rate-limits). */
export const perMinute = { tier1: 1, tier2: 20, tier3: 50, tier4: 100, special: 600 } as const;

/** One message a second and channel. */
const channelIntervalMs = 1_000;

/** A client that waits a full second may be seen a little early through a network's jitter. */
const jitterMs = 50;

/** `on`, `off`, or other calls a minute for some methods; `channelIntervalMs: 0` lifts that rule. */
export type RateLimitOption =
  | 'on'
  | 'off'
  | {
      readonly methods?: Readonly<Record<string, number>>;
      readonly channelIntervalMs?: number;
    };

export interface RateLimits {
  /** Counts one call; the answer is the Retry-After in seconds where it is one too many. */
  take(method: string, grantedPerMinute: number, channel?: string): number | undefined;
}

export function createRateLimits(clock: Clock, option: RateLimitOption): RateLimits {
  if (option === 'off') return { take: () => undefined };
  const table = option === 'on' ? {} : (option.methods ?? {});
  const intervalMs =
    option === 'on' ? channelIntervalMs : (option.channelIntervalMs ?? channelIntervalMs);
  const calls = new Map<string, number[]>();
  const lastInChannel = new Map<string, number>();
  return {
    take(method, grantedPerMinute, channel) {
      const now = clock.now();
      const recent = (calls.get(method) ?? []).filter((at) => at > now - 60_000);
      calls.set(method, recent);
      const [first = now] = recent;
      if (recent.length >= (table[method] ?? grantedPerMinute))
        return seconds(first + 60_000 - now);
      const nextMs = (lastInChannel.get(channel ?? '') ?? -Infinity) + intervalMs - jitterMs;
      if (channel !== undefined && now < nextMs) return seconds(nextMs - now);
      recent.push(now);
      if (channel !== undefined) lastInChannel.set(channel, now);
      return undefined;
    },
  };
}

function seconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000));
}
