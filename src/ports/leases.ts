import type { Target } from '../domain/kernel/target.ts';

/**
 * One worker at a time drives a target. Claiming a lapsed lease raises the target's fence, so whatever
 * a frozen worker still sends is refused by the provider.
 */
export interface Leases {
  /** The fence epoch now held, or null while another worker's lease is alive. */
  claim(target: Target, holder: string, forMs: number): Promise<number | null>;
  /** Holds it longer under the same epoch; does nothing when it has gone to somebody else. */
  renew(
    target: Target,
    held: { readonly holder: string; readonly epoch: number },
    forMs: number,
  ): Promise<void>;
  /** Gives it back early; does nothing when it is no longer held. */
  release(target: Target, holder: string): Promise<void>;
}
