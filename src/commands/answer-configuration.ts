import {
  type Configuration,
  type ConfigurationId,
  isConfigurationId,
} from '../domain/configuration/configuration.ts';
import type { Standing } from '../domain/configuration/find.ts';
import { type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { ConfigurationDecision } from '../ports/configurations.ts';
import type { Context } from '../ports/context.ts';
import type { Reply } from './command.ts';
import { confirm, no } from './reply.ts';

/** `C-3` or `c-3`; null for what is no version of the configuration. */
export function configurationId(word: string): ConfigurationId | null {
  const id = word.toUpperCase();
  return isConfigurationId(id) ? id : null;
}

/** What the answers to a version share: decide on it as it is now, record, answer. */
export async function answerConfiguration(
  { configurations }: Pick<Context, 'configurations'>,
  id: ConfigurationId,
  done: string,
  decide: (c: Configuration, at: Standing) => ConfigurationDecision,
): Promise<Reply> {
  const found = await configurations.find(id);
  if (!found) return no(unknown(id));
  const recorded = await configurations.change((at) => {
    const c = [at.proposed, at.newest].find((one) => one?.id === id) ?? found;
    return decide(c, at);
  });
  return recorded.kind === 'refused' ? no(recorded.refusal) : confirm(done);
}

export function unknown(id: string): Refusal {
  return refuse('unknown-configuration', `There is no configuration ${id}.`, {
    fix: 'See them all:',
    line: '/release configuration',
  });
}
