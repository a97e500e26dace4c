import type { Target } from '../../domain/kernel/target.ts';
import type { Call, Effect } from '../../ports/deployer.ts';
import { readAnswer, sayRun } from '../programs/answers.ts';
import { effectOf } from '../programs/effect.ts';
import type { Values } from '../programs/placeholders.ts';
import { type Ground, runVerb } from '../programs/runner.ts';
import { countBound } from './bound.ts';
import { hold } from './fence.ts';
import { type HandedOver, handOver } from './hand-over.ts';
import { runningSlots } from './running.ts';
import { type Runtime, withRuntime } from './runtime.ts';
import { readServers } from './servers.ts';
import { type Running, type Slot, slotsOf } from './slots.ts';
import type { HaproxyTarget } from './target.ts';
import { type Failed, tell } from './tell.ts';

/** The commands that lead to what is wanted, none where it is there, or why it cannot be. */
export type Decide = (slots: readonly Slot[]) => readonly string[] | Failed;

/** A target as one effect touches it: by its programs, and by haproxy under the fence of the call. */
export interface Hand {
  /** As the call says it. */
  readonly underwayMs: number;
  readonly signal: AbortSignal;
  running(): Promise<Running>;
  run(verb: 'prestage' | 'start' | 'close' | 'stop', more: Values): Promise<Effect>;
  /** Decides on what haproxy shows, does it, and answers what it shows then. */
  change(running: Running, decide: Decide): Promise<readonly Slot[] | Failed>;
  /** How many clients a stick table binds to a slot; null where none does. */
  bound(slot: Slot): Promise<number | null>;
  /** Takes a slot from those who are bound to it. */
  handOver(running: Running, slot: Slot): Promise<HandedOver | Failed>;
}

/** A newer fence was found: the caller is a zombie. */
export class NewerFence extends Error {}

/** @param raised called when this call was the first under its epoch */
export function handOf(
  ground: Ground,
  target: HaproxyTarget,
  call: Call,
  raised: () => void,
): Hand {
  const { service, environment, key, epoch, signal, log: show } = call;
  const look = async (runtime: Runtime, running: Running): Promise<readonly Slot[]> =>
    slotsOf(target, running, await readServers(runtime, target.backend));
  const fenced = <T>(use: (runtime: Runtime) => Promise<T>): Promise<T> =>
    withRuntime(target.socket, signal, async (runtime) => {
      const held = await hold(runtime, target.map, call, epoch);
      if (held === 'fenced') throw new NewerFence();
      if (held === 'raised') raised();
      return use(runtime);
    });
  return {
    underwayMs: call.underwayMs ?? 0,
    signal,
    running: () => readRunning(ground, target, call),
    async run(verb, more) {
      const values = { service, environment, key, epoch, ...more };
      const argv = target[verb];
      const run = await runVerb(ground, { verb, argv, target, values, signal, show });
      return run === null ? { kind: 'done' } : effectOf(run, 'observe');
    },
    change: (running, decide) =>
      fenced((runtime) => changed(runtime, () => look(runtime, running), decide)),
    bound: (slot) =>
      withRuntime(target.socket, signal, (runtime) => countBound(runtime, target.backend, slot)),
    handOver: (running, { name }) =>
      fenced((runtime) =>
        handOver(runtime, target.backend, async () => named(await look(runtime, running), name)),
      ),
  };
}

async function changed(
  runtime: Runtime,
  look: () => Promise<readonly Slot[]>,
  decide: Decide,
): Promise<readonly Slot[] | Failed> {
  const before = await look();
  const commands = decide(before);
  if (!isCommands(commands)) return commands;
  if (commands.length === 0) return before;
  return (await tell(runtime, commands)) ?? (await look());
}

function isCommands(decided: readonly string[] | Failed): decided is readonly string[] {
  return Array.isArray(decided);
}

function named(slots: readonly Slot[], name: string): Slot {
  const found = slots.find((slot) => slot.name === name);
  if (!found) throw new Error(`the target has no slot ${name}`);
  return found;
}

/** @throws when the program does not say what runs */
export async function readRunning(
  ground: Ground,
  target: HaproxyTarget,
  { service, environment }: Target,
): Promise<Running> {
  const run = await runVerb(ground, {
    verb: 'running',
    argv: target.running,
    target,
    values: { service, environment },
    signal: null,
    show: () => {},
  });
  if (run?.kind === 'exited' && run.code === 0) return readAnswer(runningSlots, 'running', run);
  throw new Error(run === null ? 'the target has no running' : sayRun('running', run));
}
