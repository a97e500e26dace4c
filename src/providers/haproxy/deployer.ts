import { setTimeout as sleep } from 'node:timers/promises';
import type { Artifact } from '../../domain/artifact/artifact.ts';
import type { Call, Deployer, Effect } from '../../ports/deployer.ts';
import type { Ground } from '../programs/runner.ts';
import { isHeld } from './fence.ts';
import { finish } from './finish.ts';
import { type Hand, handOf, NewerFence, readRunning } from './hand.ts';
import { IN_FLIGHT_MS, withRuntime } from './runtime.ts';
import { readServers } from './servers.ts';
import { shift } from './shift.ts';
import { observationOf, slotsOf } from './slots.ts';
import { start } from './start.ts';
import { type HaproxyTarget, haproxyTarget } from './target.ts';

const MOST_ROUNDS = 4;

/**
 * Slots behind a haproxy as a Deployer. Each effect looks first and does what is missing, so asking
 * twice is harmless (`dedup: observe`). The first call under a new epoch answers only after a second
 * look, made when nothing of an older one can still be on its way.
 */
export function createHaproxyDeployer(name: string, ground: Ground): Deployer {
  async function effect(
    call: Call,
    once: (hand: Hand, target: HaproxyTarget) => Promise<Effect>,
  ): Promise<Effect> {
    const target = haproxyTarget.parse(call.placement);
    const told: string[] = [];
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      let raisedAt: number | null = null;
      const hand = handOf(ground, target, call, () => {
        raisedAt = performance.now();
      });
      const answer = await fencing(() => once(hand, target));
      told.push(...noteOf(answer));
      if (raisedAt === null || answer.kind === 'failed' || answer.kind === 'fenced')
        return saying(answer, told);
      await sleep(Math.max(0, raisedAt + IN_FLIGHT_MS - performance.now()), null, {
        signal: call.signal,
      });
      if (answer.kind !== 'done') return answer;
    }
    throw new Error('somebody else keeps lowering the fence');
  }

  return {
    name,
    dedup: 'observe',
    prestage: (call, artifacts) => effect(call, (hand) => prestage(hand, artifacts)),
    start: (call, artifact) => effect(call, (hand, target) => start(hand, target, artifact)),
    shift: (call, artifact, rest, percent) =>
      effect(call, (hand, target) => shift(hand, target, artifact, rest, percent)),
    finish: (call, artifact, standby) =>
      effect(call, (hand, target) => finish(hand, target, artifact, standby)),
    async observe(at, placement) {
      const target = haproxyTarget.parse(placement);
      const running = await readRunning(ground, target, at);
      return withRuntime(target.socket, null, async (runtime) => {
        const servers = await readServers(runtime, target.backend);
        const seen = observationOf(slotsOf(target, running, servers), running);
        return (await isHeld(runtime, target.map, at)) ? seen : { ...seen, forgot: true };
      });
    },
  };
}

function noteOf(answer: Effect): readonly string[] {
  return answer.kind === 'done' && answer.note !== undefined ? [answer.note] : [];
}

/** A second look finds done what the first one did, and has nothing to say of it. */
function saying(answer: Effect, [note]: readonly string[]): Effect {
  return answer.kind === 'done' && note !== undefined ? { ...answer, note } : answer;
}

async function prestage(hand: Hand, artifacts: readonly Artifact[]): Promise<Effect> {
  const running = await hand.running();
  // Nothing is changed there, and an older claim is refused all the same.
  const held = await hand.change(running, () => []);
  if ('kind' in held) return held;
  const missing = artifacts.filter(({ digest }) => !running.staged.includes(digest));
  for (const { version, digest } of missing) {
    const answer = await hand.run('prestage', { version, digest });
    if (answer.kind !== 'done') return answer;
  }
  return { kind: 'done' };
}

async function fencing(once: () => Promise<Effect>): Promise<Effect> {
  try {
    return await once();
  } catch (error) {
    if (isFence(error)) return { kind: 'fenced' };
    throw error;
  }
}

function isFence(error: unknown): boolean {
  return (
    error instanceof NewerFence || (error instanceof Error && error.cause instanceof NewerFence)
  );
}
