import type { Digest } from '../../../domain/artifact/artifact.ts';
import { imageByDigest } from '../registry/images.ts';
import { type FleetState, type KeyRecord, withEffect, withKey } from '../state/fleet-state.ts';
import { prestage } from './prestage.ts';

interface Waiting {
  readonly record: KeyRecord;
  readonly digests: readonly Digest[];
}

function waiting(state: FleetState): readonly Waiting[] {
  return state.keys
    .filter(({ kind, outcome }) => kind === prestage.kind && outcome.state === 'running')
    .map((record) => {
      const artifacts = prestage.request.safeParse(record.request).data?.artifacts ?? [];
      return { record, digests: artifacts.map(({ digest }) => digest) };
    });
}

/** What some running prestage waits for and is not in the cache yet. */
export function awaitedDigests(state: FleetState): readonly Digest[] {
  const all = new Set(waiting(state).flatMap(({ digests }) => digests));
  return [...all].filter((digest) => !state.pulled.includes(digest));
}

/** The digest is in the cache now. The log names the oldest prestage that waited for it. */
export function recordPulled(state: FleetState, digest: Digest, at: Date): FleetState {
  const pulled = { ...state, pulled: [...state.pulled, digest] };
  const first = waiting(state).find(({ digests }) => digests.includes(digest));
  if (first === undefined) return pulled;
  const { key, kind, service, environment } = first.record;
  const detail = `pulled ${imageByDigest(digest)?.version ?? digest}`;
  return withEffect(pulled, { key, kind, service, environment, detail }, at);
}

export function failPull(state: FleetState, digest: Digest, why: string): FleetState {
  return waiting(state)
    .filter(({ digests }) => digests.includes(digest))
    .reduce(
      (before, { record }) =>
        withKey(before, { ...record, outcome: { state: 'failed', code: 'registry-down', why } }),
      state,
    );
}
