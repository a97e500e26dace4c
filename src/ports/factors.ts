import type { Factor } from '../domain/governance/second-factor.ts';
import type { Refusal } from '../domain/kernel/refusal.ts';
import type { Instant } from '../domain/kernel/time.ts';

/** Who asks, as the second factor knows them: a proof counts for the account it came from. */
export interface Claimant {
  readonly person: string;
  readonly account: string;
}

/** Where somebody stands with their second factor. */
export type FactorStanding =
  | { readonly kind: 'keyless' }
  | { readonly kind: 'unenrolled' }
  | { readonly kind: 'enrolled'; readonly given: Factor['given'] };

/** Second factors of people: secrets are kept encrypted and leave only once, when they are made. */
export interface Factors {
  /** `given` is null unless it counts now, for this account. */
  standing(who: Claimant): Promise<FactorStanding>;
  /** Everybody with a factor that takes codes. Null without a key. */
  enrolled(): Promise<readonly string[] | null>;
  /** ONE transaction: looks at the code, spends it or counts it as wrong, and puts either into the ledger. */
  present(
    who: Claimant,
    code: string,
    lastsMs: number,
  ): Promise<Refusal | { readonly until: Instant }>;
  /** A new secret in place of any before it, as the `otpauth:` address that authenticators read. Null without a key. */
  enrol(person: string, by: string): Promise<string | null>;
  /** False when there was none. */
  revoke(person: string, by: string): Promise<boolean>;
}
