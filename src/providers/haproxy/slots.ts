import { createHash } from 'node:crypto';
import type { Artifact, Digest } from '../../domain/artifact/artifact.ts';
import type { Observation } from '../../ports/deployer.ts';
import type { Server } from './servers.ts';
import type { HaproxyTarget } from './target.ts';

/** What the program `running` says is in a slot. */
export interface Occupant extends Artifact {
  readonly healthy: boolean;
  readonly config?: string | undefined;
}

/** What programs say: who is in which slot, and what is pulled. */
export interface Running {
  readonly slots: Readonly<Record<string, Occupant | null>>;
  readonly staged: readonly Digest[];
}

/** One slot as programs and haproxy together have it. */
export interface Slot {
  readonly name: string;
  readonly occupant: Occupant | null;
  readonly servers: readonly Server[];
  /** What haproxy may send there, as a part of the weights of all slots, in whole percent. */
  readonly percent: number;
  readonly healthy: boolean;
}

/** @throws when haproxy lacks a server of the target, or `running` names a slot that it has not */
export function slotsOf(
  target: HaproxyTarget,
  running: Running,
  servers: ReadonlyMap<string, Server>,
): readonly Slot[] {
  const strange = Object.keys(running.slots).find((name) => !Object.hasOwn(target.slots, name));
  if (strange !== undefined) throw new Error(`running names ${strange}, which is no slot here`);
  const all = Object.entries(target.slots).map(([name, names]) => {
    const own = names.map((server) => {
      const found = servers.get(server);
      if (found) return found;
      const there = [...servers.keys()].join(', ');
      throw new Error(`the backend ${target.backend} has no server ${server}; it has ${there}`);
    });
    const occupant = running.slots[name] ?? null;
    return { name, occupant, servers: own, weight: weightOf(own, occupant !== null) };
  });
  const total = all.reduce((sum, { weight }) => sum + weight, 0);
  return all.map(({ weight, ...slot }) => ({
    ...slot,
    percent: total === 0 ? 0 : Math.round((100 * weight) / total),
    healthy: slot.occupant !== null && isHealthy(slot.occupant, slot.servers),
  }));
}

/** What is empty and not known to be down is given requests all the same. */
function weightOf(servers: readonly Server[], isTaken: boolean): number {
  return servers
    .filter(({ admin, isUp }) => admin === 'ready' && (isTaken || isUp))
    .reduce((sum, { weight }) => sum + weight, 0);
}

/** In maintenance nothing is checked, and what its program says is all there is. */
function isHealthy({ healthy }: Occupant, servers: readonly Server[]): boolean {
  return healthy && servers.every(({ admin, isUp }) => admin === 'maint' || isUp);
}

export function observationOf(slots: readonly Slot[], { staged }: Running): Observation {
  return {
    live: slots.flatMap(({ occupant, percent, healthy, servers }) => {
      if (!occupant) return [];
      const { version, digest } = occupant;
      const replicas = servers.filter(({ admin, isUp }) => admin === 'ready' && isUp).length;
      const config = configOf(occupant, servers);
      return [{ version, digest, percent, healthy, replicas, config }];
    }),
    staged,
  };
}

/** What its program says, and the weights of its servers: who sets one by hand changes it. Their health does not. */
function configOf({ config }: Occupant, servers: readonly Server[]): string {
  const weights = servers.map(({ name, weight }) => [name, weight]);
  return createHash('sha256')
    .update(JSON.stringify([config ?? null, weights]))
    .digest('hex')
    .slice(0, 16);
}

export function slotWith(slots: readonly Slot[], { digest }: Artifact): Slot | null {
  return slots.find(({ occupant }) => occupant?.digest === digest) ?? null;
}

/** Where a new version may go: an empty slot, else one that serves nobody; null when all serve. */
export function freeSlot(slots: readonly Slot[]): Slot | null {
  const idle = slots.filter(({ percent }) => percent === 0);
  return idle.find(({ occupant }) => occupant === null) ?? idle[0] ?? null;
}

export function sessionsOn({ servers }: Slot): number {
  return servers.reduce((sum, { sessions }) => sum + sessions, 0);
}

/** Whoever was served by it comes back to it. */
export function isSticky({ servers }: Slot): boolean {
  return servers.some((server) => server.isSticky);
}

/** Whoever is bound to it still may come: in maintenance nobody does. */
export function takesBound(slot: Slot): boolean {
  return isSticky(slot) && slot.servers.some(({ admin }) => admin !== 'maint');
}

/** How long nobody has come to it. Milliseconds. */
export function quietMs({ servers }: Slot): number {
  return Math.min(...servers.map((server) => server.quietMs));
}

/** How long it has been as it is now. Milliseconds. */
export function unchangedMs({ servers }: Slot): number {
  return Math.min(...servers.map(({ sinceMs }) => sinceMs));
}

/** `blue serves 60 %, green 40 %`, for a refusal. */
export function sayShares(slots: readonly Slot[]): string {
  return slots
    .map(({ name, occupant, percent }) => `${name} (${occupant?.version ?? 'empty'}) ${percent} %`)
    .join(', ');
}
