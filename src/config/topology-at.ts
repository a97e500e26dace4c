import { type Chosen, chosenFor, type StrategyFile } from '../domain/strategies/by-need.ts';
import { fittedTo, type Room, type Topology, withReplicas } from '../domain/strategies/fits.ts';
import { Replicas, Surge, surgeOf } from '../domain/strategies/replicas.ts';
import type { Ground } from './checks/check.ts';
import type { WrittenPlacement } from './placement.ts';
import { mapOf, textOf } from './select.ts';

type Surveys = Pick<Ground, 'providers' | 'survey'>;

/** What can be had at a placement; null where that is not known, or its target is at fault itself. */
export function topologyAt(
  placement: WrittenPlacement,
  environment: unknown,
  ground: Surveys,
): Topology | null {
  const at = surveyed(placement, environment, ground);
  if (at === null) return null;
  const measured = at.measured || mapOf(environment)?.['signals'] != null;
  return withReplicas({ ...at, measured }, replicasSaid(placement, at));
}

/** What its provider alone tells of it. */
export function surveyed(
  placement: WrittenPlacement,
  environment: unknown,
  { providers, survey }: Surveys,
): Topology | null {
  const provider = providerIn(placement, environment);
  const schema = Object.hasOwn(providers, provider) ? providers[provider] : undefined;
  const read = schema?.safeParse(placement.target ?? {});
  return read?.success ? (survey?.(provider, read.data) ?? null) : null;
}

/** What reaches it there, as it is written. */
export function providerIn({ provider }: Pick<WrittenPlacement, 'provider'>, environment: unknown) {
  return typeof provider === 'string' ? provider : (textOf(environment, 'provider') ?? '');
}

interface Said {
  readonly replicas?: number;
  readonly surge?: number;
}

/** What is written of the replicas of a placement. A surge is a part of those, or else of the ones its provider tells. */
export function replicasSaid(
  { replicas, surge }: Pick<WrittenPlacement, 'replicas' | 'surge'>,
  told: Pick<Room, 'replicas'> | null,
): Said {
  const [many, more] = [Replicas.safeParse(replicas), Surge.safeParse(surge)];
  const base = many.success ? many.data : told?.replicas;
  return {
    ...(many.success ? { replicas: many.data } : {}),
    ...(more.success && base !== undefined ? { surge: surgeOf(more.data, base) } : {}),
  };
}

/** How a placement goes out: what is named or picked, with those batches that nobody wrote as the place has them. */
export function chosenAt(written: unknown, file: StrategyFile, at: Topology | null): Chosen {
  const chosen = chosenFor(file);
  if (at === null || mapOf(written)?.['batches'] !== undefined) return chosen;
  return { ...chosen, strategy: fittedTo(chosen.strategy, at) };
}
