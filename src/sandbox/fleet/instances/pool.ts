import type { Artifact, Digest } from '../../../domain/artifact/artifact.ts';
import type { Log } from '../../log.ts';
import type { Backend } from '../proxy/backend.ts';
import type { Weighted } from '../proxy/weighted-choice.ts';
import type { Deployed } from '../state/fleet-state.ts';
import type { Launch } from './launch.ts';
import { type InstancePhase, type Member, startMember } from './member.ts';

/** The processes of one slot, kept as the state wishes them. */
export interface Pool {
  /** Starts what is missing, retires what is not wanted, and answers who serves what share. */
  follow(wanted: readonly Deployed[]): readonly Weighted<Backend>[];
  members(): readonly PoolMember[];
  stop(): Promise<void>;
}

export interface PoolMember extends Artifact {
  readonly phase: InstancePhase;
}

export interface PoolEvents {
  /** A version crashed or has left: look at `members`. */
  changed(): void;
  /** A version became healthy, perhaps again. */
  proven(digest: Digest): void;
  /** A version died before it was ever healthy here: its start has failed. */
  stillborn(artifact: Artifact, why: string): void;
}

export function createPool(service: string, launch: Launch, log: Log, events: PoolEvents): Pool {
  const members = new Set<Member>();
  let stopping = false;

  function begin(one: Deployed): Member {
    const { version, digest } = one;
    const member = startMember(one, () => launch(digest), {
      ready: () => events.proven(digest),
      down(why, afterMs) {
        log.warn({ service, version, why, afterMs }, 'an instance went down and is restarted');
        events.changed();
      },
      stillborn(why) {
        members.delete(member);
        events.stillborn({ version, digest }, why);
      },
    });
    members.add(member);
    return member;
  }

  async function retire(member: Member): Promise<void> {
    await member.retire();
    members.delete(member);
    if (!stopping) events.changed();
  }

  const staying = (): Member[] => [...members].filter((one) => one.phase() !== 'draining');

  return {
    follow(wanted) {
      if (stopping) return [];
      const running = staying();
      const kept = wanted.map((one) => ({
        member: running.find(({ digest }) => digest === one.digest) ?? begin(one),
        weight: one.weight,
      }));
      for (const member of running)
        if (!kept.some((one) => one.member === member)) void retire(member);
      return kept.map(({ member, weight }) => ({ item: member.backend, weight }));
    },
    members: () =>
      [...members].map((member) => ({
        version: member.version,
        digest: member.digest,
        phase: member.phase(),
      })),
    async stop() {
      stopping = true;
      await Promise.all([...members].map((member) => member.stop()));
    },
  };
}
