import type { Fleet } from '../fleet.ts';
import {
  type FleetState,
  type KeyRecord,
  type Outcome,
  slotOf,
  withEffect,
  withKey,
  withSlot,
} from '../state/fleet-state.ts';
import type { Ask } from './ask.ts';
import type { EffectRequest } from './effect-kind.ts';

export type Acceptance =
  | { readonly outcome: Outcome }
  | { readonly fenced: { readonly epoch: number } }
  | { readonly reused: true };

/**
 * Takes an effect call exactly once. In this order: an epoch below the highest seen is fenced off,
 * whatever its key; a key seen before answers what became of it; a new key is recorded together with
 * what it changes, in one write. A failure is recorded too, so a repeat answers it without trying again.
 */
export function acceptEffect(fleet: Fleet, ask: Ask): Acceptance {
  const { request } = ask;
  const slot = slotOf(fleet.state(), request);
  if (request.epoch < slot.epoch) return { fenced: { epoch: slot.epoch } };
  const raised = withSlot(fleet.state(), { ...slot, epoch: request.epoch });
  const known = fleet.state().keys.find(({ key }) => key === request.key);
  if (known !== undefined && !isSameAsk(known, ask)) return { reused: true };
  if (known !== undefined) {
    if (request.epoch > slot.epoch) fleet.change(raised);
    return { outcome: outcomeOf(fleet, request.key) };
  }
  fleet.change(accepted(fleet, raised, ask));
  return { outcome: outcomeOf(fleet, request.key) };
}

function accepted(fleet: Fleet, state: FleetState, ask: Ask): FleetState {
  const { key, service, environment } = ask.request;
  const record = { key, kind: ask.kind, service, environment, request: ask.request };
  const result = ask.accept(state, fleet.running);
  if ('failed' in result) return withKey(state, { ...record, outcome: result.failed });
  const next = withKey(result.to, { ...record, outcome: { state: 'running' } });
  if (result.did === undefined) return next;
  const effect = { key, kind: ask.kind, service, environment, detail: result.did };
  return withEffect(next, effect, fleet.now());
}

export function outcomeOf(fleet: Fleet, key: string): Outcome {
  const record = fleet.state().keys.find((one) => one.key === key);
  return record?.outcome ?? { state: 'running' };
}

/**
 * The same call, apart from the epoch: whoever takes a deployment over repeats it with a higher one.
 * Both texts come from the same schema, which fixes the order of the fields.
 */
function isSameAsk(known: KeyRecord, ask: Ask): boolean {
  return known.kind === ask.kind && textOf(known.request) === textOf(ask.request);
}

function textOf(request: unknown): string {
  const whole = typeof request === 'object' && request !== null ? request : {};
  return JSON.stringify({ ...whole, epoch: null });
}

/** Waits until the key has its final outcome, at most `atMostMs`; answers what it is by then. */
export async function waitForOutcome(
  fleet: Fleet,
  { key }: EffectRequest,
  atMostMs: number,
): Promise<Outcome> {
  await new Promise<void>((resolve) => {
    const look = (): void => {
      if (outcomeOf(fleet, key).state !== 'running') end();
    };
    const end = (): void => {
      clearTimeout(timer);
      forget();
      resolve();
    };
    const timer = setTimeout(end, atMostMs);
    const forget = fleet.onChange(look);
    look();
  });
  return outcomeOf(fleet, key);
}
