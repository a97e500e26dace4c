import type { Target } from '../../domain/kernel/target.ts';
import type { Call, Effect } from '../../ports/deployer.ts';
import { readAnswer, sayRun } from '../programs/answers.ts';
import { effectOf } from '../programs/effect.ts';
import type { Values } from '../programs/placeholders.ts';
import { type Ground, runVerb } from '../programs/runner.ts';
import { hold } from './fence.ts';
import { runningSlots } from './running.ts';
import { type Runtime, withRuntime } from './runtime.ts';
import { readServers } from './servers.ts';
import { type Running, type Slot, slotsOf } from './slots.ts';
import type { HaproxyTarget } from './target.ts';

type Failed = Extract<Effect, { kind: 'failed' }>;
/** The commands that lead to what is wanted, none where it is there, or why it cannot be. */
export type Decide = (slots: readonly Slot[]) => readonly string[] | Failed;

/** A target as one effect touches it: by its programs, and by haproxy under the fence of the call. */
export interface Hand {
  /** As the call says it. */
  readonly underwayMs: number;
  running(): Promise<Running>;
  run(verb: 'prestage' | 'start' | 'stop', more: Values): Promise<Effect>;
  /** Decides on what haproxy shows, does it, and answers what it shows then. */
  change(running: Running, decide: Decide): Promise<readonly Slot[] | Failed>;
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
  return {
    underwayMs: call.underwayMs ?? 0,
    running: () => readRunning(ground, target, call),
    async run(verb, more) {
      const values = { service, environment, key, epoch, ...more };
      const argv = target[verb];
      const run = await runVerb(ground, { verb, argv, target, values, signal, show });
      return run === null ? { kind: 'done' } : effectOf(run, 'observe');
    },
    change: (running, decide) =>
      withRuntime(target.socket, signal, async (runtime) => {
        const held = await hold(runtime, target.map, call, epoch);
        if (held === 'fenced') throw new NewerFence();
        if (held === 'raised') raised();
        return changed(runtime, target, running, decide);
      }),
  };
}

async function changed(
  runtime: Runtime,
  target: HaproxyTarget,
  running: Running,
  decide: Decide,
): Promise<readonly Slot[] | Failed> {
  const look = async () => slotsOf(target, running, await readServers(runtime, target.backend));
  const before = await look();
  const commands = decide(before);
  if (!isCommands(commands)) return commands;
  if (commands.length === 0) return before;
  return (await tell(runtime, commands)) ?? (await look());
}

function isCommands(decided: readonly string[] | Failed): decided is readonly string[] {
  return Array.isArray(decided);
}

/** One line, so that nothing of it can be held back while the rest is done. */
async function tell(runtime: Runtime, commands: readonly string[]): Promise<Failed | null> {
  const answers = await runtime.ask(...commands);
  const at = answers.findIndex((answer) => answer !== '');
  if (at === -1) return null;
  const why = `haproxy refused "${commands[at]}": ${answers[at]}`;
  return { kind: 'failed', why, retryable: false };
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
