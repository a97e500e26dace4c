import type { Artifact, Digest } from '../../../domain/artifact/artifact.ts';
import type { Target } from '../../../domain/kernel/target.ts';
import { imageByVersion } from '../registry/images.ts';
import type { MovedTag } from '../registry/tags.ts';
import { FIRST_VERSIONS } from '../sample/versions.ts';
import { sameTarget, TARGETS } from '../targets.ts';

/** A version that should run in a slot. `weight` is its share of the traffic in percent. */
export interface Deployed extends Artifact {
  readonly weight: number;
  /** It was healthy here once: from then on a crash is restarted, before that the start has failed. */
  readonly proven: boolean;
}

/** What should be true in one (service, environment). */
export interface Slot extends Target {
  /** The highest fence epoch any effect call brought. */
  readonly epoch: number;
  readonly versions: readonly Deployed[];
}

export type Outcome =
  | { readonly state: 'running' }
  | { readonly state: 'done' }
  | { readonly state: 'failed'; readonly code: string; readonly why: string };

/** An effect call that was accepted: its key is good for this one request, whatever comes of it. */
export interface KeyRecord extends Target {
  readonly key: string;
  readonly kind: string;
  readonly request: unknown;
  readonly outcome: Outcome;
}

/** Something that really happened to the world; a repeated key or a level already reached leaves none. */
export interface Effect extends Target {
  readonly seq: number;
  readonly key: string;
  readonly kind: string;
  readonly detail: string;
  readonly at: string;
}

export interface FleetState {
  readonly format: 1;
  readonly registryUp: boolean;
  readonly tags: readonly MovedTag[];
  readonly pulled: readonly Digest[];
  readonly slots: readonly Slot[];
  readonly keys: readonly KeyRecord[];
  readonly effects: readonly Effect[];
}

/** Six slots, each with its first version at 100 %, pulled. */
export function firstState(): FleetState {
  const slots = TARGETS.map((target): Slot => {
    const image = imageByVersion(target.service, FIRST_VERSIONS[target.service] ?? '');
    const versions = image === undefined ? [] : [{ ...deployed(image, 100), proven: true }];
    return { ...target, epoch: 0, versions };
  });
  const pulled = new Set(slots.flatMap((slot) => slot.versions.map(({ digest }) => digest)));
  return {
    format: 1,
    registryUp: true,
    tags: [],
    pulled: [...pulled],
    slots,
    keys: [],
    effects: [],
  };
}

export function deployed({ version, digest }: Artifact, weight: number): Deployed {
  return { version, digest, weight, proven: false };
}

/** @throws a bug: callers check the target first (TARGETS is fixed) */
export function slotOf(state: FleetState, target: Target): Slot {
  const slot = state.slots.find((one) => sameTarget(one, target));
  if (slot === undefined) throw new Error(`no slot ${target.service}/${target.environment}`);
  return slot;
}

export function withSlot(state: FleetState, slot: Slot): FleetState {
  return { ...state, slots: state.slots.map((one) => (sameTarget(one, slot) ? slot : one)) };
}

/**
 * Keys and effects kept. An older key belongs to a deployment that ended long ago, whose epoch the
 * fence turns away, so forgetting it doubles nothing.
 */
const KEPT = 5_000;

export function withKey(state: FleetState, record: KeyRecord): FleetState {
  const others = state.keys.filter((one) => one.key !== record.key);
  return { ...state, keys: [...others, record].slice(-KEPT) };
}

export function withEffect(
  state: FleetState,
  effect: Omit<Effect, 'seq' | 'at'>,
  at: Date,
): FleetState {
  const seq = (state.effects.at(-1)?.seq ?? 0) + 1;
  const { key, kind, service, environment, detail } = effect;
  const entry: Effect = { seq, key, kind, service, environment, detail, at: at.toISOString() };
  return { ...state, effects: [...state.effects, entry].slice(-KEPT) };
}
