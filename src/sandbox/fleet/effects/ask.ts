import type { z } from 'zod';
import type { FleetState, Outcome } from '../state/fleet-state.ts';
import type { Accepted, EffectKind, EffectRequest, Running } from './effect-kind.ts';

/** One understood effect call: its request, bound to what its kind does with it. */
export interface Ask {
  readonly kind: string;
  readonly request: EffectRequest;
  accept(state: FleetState, running: Running): Accepted;
  progress(state: FleetState, running: Running): Outcome;
}

export interface EffectReader {
  readonly kind: string;
  /** Understands a body, or says everything that is wrong with it. */
  read(body: unknown): { readonly ask: Ask } | { readonly error: z.ZodError };
}

export function reader<Request extends EffectRequest>(effect: EffectKind<Request>): EffectReader {
  const { kind } = effect;
  return {
    kind,
    read(body) {
      const parsed = effect.request.safeParse(body);
      if (!parsed.success) return { error: parsed.error };
      const request = parsed.data;
      const ask: Ask = {
        kind,
        request,
        accept: (state, running) => effect.accept(state, request, running),
        progress: (state, running) => effect.progress(state, request, running),
      };
      return { ask };
    },
  };
}
