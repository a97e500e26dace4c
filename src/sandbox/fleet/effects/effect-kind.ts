import type { z } from 'zod';
import type { Digest } from '../../../domain/artifact/artifact.ts';
import type { Target } from '../../../domain/kernel/target.ts';
import type { FleetState, Outcome } from '../state/fleet-state.ts';

/** What every effect call carries. */
export interface EffectRequest extends Target {
  readonly key: string;
  readonly epoch: number;
}

/** How the running processes are, which the state only wishes. */
export interface Running {
  ready(target: Target, digest: Digest): boolean;
  /** Versions of the target that still finish their requests or their process. */
  leaving(target: Target): number;
}

/**
 * What accepting a request does to the state, at once and in one write. `did` is its line in the
 * effects log; without it nothing had to be done.
 */
export type Accepted =
  | { readonly to: FleetState; readonly did?: string }
  | { readonly failed: Extract<Outcome, { state: 'failed' }> };

/** One kind of effect: `accept` changes what should be, `progress` says whether it is so yet. */
export interface EffectKind<Request extends EffectRequest> {
  readonly kind: string;
  readonly request: z.ZodType<Request>;
  accept(state: FleetState, request: Request, running: Running): Accepted;
  progress(state: FleetState, request: Request, running: Running): Outcome;
}

export function failed(code: string, why: string): { readonly failed: FailedOutcome } {
  return { failed: { state: 'failed', code, why } };
}

export type FailedOutcome = Extract<Outcome, { state: 'failed' }>;
