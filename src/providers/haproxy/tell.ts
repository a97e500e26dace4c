import type { Effect } from '../../ports/deployer.ts';
import type { Runtime } from './runtime.ts';

export type Failed = Extract<Effect, { kind: 'failed' }>;

/** Commands in one line, so that nothing of it can be held back while the rest is done; null when all were taken. */
export async function tell(runtime: Runtime, commands: readonly string[]): Promise<Failed | null> {
  if (commands.length === 0) return null;
  const answers = await runtime.ask(...commands);
  const at = answers.findIndex((answer) => answer !== '');
  if (at === -1) return null;
  const why = `haproxy refused "${commands[at]}": ${answers[at]}`;
  return { kind: 'failed', why, retryable: false };
}
