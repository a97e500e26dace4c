import type { AlertGroup, Severity } from '../domain/incident/alert.ts';
import type { AlertSource } from '../domain/incident/source.ts';
import type { Instant } from '../domain/kernel/time.ts';

export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What one delivery says. */
export interface Delivery {
  /** The source's own key for it; null: its bytes are the key. */
  readonly id: string | null;
  /** May be empty: a source also tells of what is none of our business. */
  readonly groups: readonly AlertGroup[];
  /** How many more it told of than are read of one; left out: none. */
  readonly left?: number;
}

/** Why a body is not understood: the first place in it and what was expected there. */
export interface BadShape {
  readonly path: string;
  readonly why: string;
}

/** What a configuration says of a source that its kind must know; `map` are expressions over the body. */
export type SourceOptions = Pick<AlertSource, 'map'>;

/** A kind of sender of alerts: one folder in providers each. Knows no configuration and keeps nothing. */
export interface WebhookSource {
  /** As a configuration names it in `kind`. */
  readonly name: string;
  /**
   * Whether the sender holds one of the secrets, over the bytes as they came and in constant time. Any
   * of the secrets counts, so that they can be rotated; without one nothing does. Never throws.
   * @param now for senders that say when they sent
   */
  verify(rawBody: Buffer, headers: Headers, secrets: readonly string[], now: Instant): boolean;
  /**
   * The alerts of a body that was verified, or why it is not understood. Never throws.
   * @param now where the source says no time, and to refuse what is too old
   */
  toAlerts(body: unknown, options: SourceOptions, now: Instant): Delivery | BadShape;
  /** How bad its words are, where the configuration does not say. */
  readonly severities: Readonly<Record<string, Severity>>;
}

export function isBadShape(read: Delivery | BadShape): read is BadShape {
  return 'path' in read;
}
