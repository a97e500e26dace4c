import type { Artifact, Digest } from '../domain/artifact/artifact.ts';
import type { ProviderTarget } from '../domain/catalog/catalog.ts';
import type { Target } from '../domain/kernel/target.ts';

/**
 * How a provider makes an effect safe to ask for twice. `key`: it remembers our key; `cas`: "set V if
 * the current is U"; `observe`: we look before we ask again; `none`: after a crash a person decides.
 */
export type Dedup = 'key' | 'cas' | 'observe' | 'none';

/** Rides with every call: what it is for, its idempotency key, and the fence it was made under. */
export interface Call extends Target {
  readonly key: string;
  readonly epoch: number;
  readonly placement: ProviderTarget;
  /** The call was already recorded as intended before this process held it: it may have been made. */
  readonly resumed: boolean;
  /** For how long this effect has been under way, by the store's clock, whoever asked for it before. Milliseconds. */
  readonly underwayMs?: number;
  readonly signal: AbortSignal;
  /** Takes one line of output for the deployment's log; the provider has redacted it. */
  readonly log: (line: string) => void;
}

export type Effect =
  | { readonly kind: 'done'; readonly note?: string }
  | { readonly kind: 'running'; readonly againInMs: number; readonly note?: string }
  | { readonly kind: 'failed'; readonly why: string; readonly retryable: boolean }
  /** A newer fence has been seen: the caller is a zombie and must stop. */
  | { readonly kind: 'fenced' }
  /** It may or may not have happened and the provider cannot tell: a person must. */
  | { readonly kind: 'unknown'; readonly why: string };

export interface Live extends Artifact {
  readonly percent: number;
  readonly healthy: boolean;
  /** How many of it run and may serve; left out: the provider cannot tell. */
  readonly replicas?: number | undefined;
  /** A fingerprint of the configuration it runs with: the same while that is; left out where the provider knows none. */
  readonly config?: string | undefined;
}

export interface Observation {
  readonly live: readonly Live[];
  readonly staged: readonly Digest[];
  /**
   * Whatever routes there began anew since the last effect and forgot what that set, so traffic that is elsewhere now
   * was put there by nobody. The next effect ends it. Left out: nothing was forgotten, or the provider cannot tell.
   */
  readonly forgot?: boolean | undefined;
}

/**
 * Puts versions where they should run. Every call states a desired state and is repeated until it
 * answers `done`, which counts once `observe` shows it. No answer in time, or a broken connection, is
 * thrown: nothing is known then.
 */
export interface Deployer {
  readonly name: string;
  readonly dedup: Dedup;
  /** Both artifacts are pulled and can start without a registry. */
  prestage(call: Call, artifacts: readonly Artifact[]): Promise<Effect>;
  /** The artifact runs healthy with no traffic of its own. */
  start(call: Call, artifact: Artifact): Promise<Effect>;
  /** `artifact` gets this share of the traffic, `rest` everything else. */
  shift(call: Call, artifact: Artifact, rest: Artifact | null, percent: number): Promise<Effect>;
  /** Only `artifact` serves; `standby` stays ready without traffic; all else is gone. */
  finish(call: Call, artifact: Artifact, standby: Artifact | null): Promise<Effect>;
  /** What runs and what is pulled there now. Reads only. */
  observe(target: Target, placement: ProviderTarget): Promise<Observation>;
}
