import type { Log } from '../../ports/log.ts';
import type { ShownCode } from '../phones.ts';
import type { Clock } from './clock.ts';
import type { AppRegistration, WorkspaceSeed } from './model/workspace.ts';
import type { RateLimitOption } from './rules/rate-limit.ts';

/** What `/healthz` says: 200 or 503, and the body. */
export interface Health {
  readonly ok: boolean;
  readonly body: unknown;
}

export interface LocalSlackOptions {
  /** Defaults to the demonstration workspace. */
  readonly workspace?: WorkspaceSeed;
  readonly app: AppRegistration;
  /** How the app is reached. The request URL may come later, by `setRequestUrl`. */
  readonly deliver: 'socket' | { readonly requestUrl?: string };
  readonly clock?: Clock;
  /** File that keeps the workspace across restarts; without it everything is forgotten. */
  readonly journal?: string;
  readonly rateLimits?: RateLimitOption;
  /** How long a file is looked at before a message may show it; no time unless given. */
  readonly fileLookMs?: number;
  /** What the authenticator of an account shows at this time; without it nobody has one. */
  readonly phone?: (account: string, nowMs: number) => ShownCode | null;
  readonly log?: Log;
  readonly health?: () => Promise<Health>;
}
