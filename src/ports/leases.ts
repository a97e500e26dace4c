import type { Target } from '../domain/kernel/target.ts';

/**
 * One worker at a time drives a target. Claiming a lapsed lease raises the target's fence, so whatever
 * a frozen worker still sends is refused by the provider.
 */
export interface Leases {
  /** The fence epoch now held, or null while another worker's lease is alive. Renewing keeps the epoch. */
  claim(target: Target, holder: string, forMs: number): Promise<number | null>;
  /** Gives it back early; does nothing when it is no longer held. */
  release(target: Target, holder: string): Promise<void>;
}
