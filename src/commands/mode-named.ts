import { type Refusal, refuse } from '../domain/kernel/refusal.ts';
import { type FailureMode, modeKey, modeNamed } from '../domain/risk/failure-mode.ts';
import type { Context } from '../ports/context.ts';
import { corrected, suggest } from './grammar/suggest.ts';

/** Words of an answer about a failure mode. */
export const ANSWERS = ['worked', 'failed'] as const;

/** The failure mode a word means, or a refusal with the nearest one. */
export function failureModeNamed(
  ctx: Pick<Context, 'catalog'>,
  word: string,
  line: string,
): FailureMode | Refusal {
  const { failureModes = [] } = ctx.catalog();
  const found = modeNamed(failureModes, word);
  if (found) return found;
  const keys = failureModes.map(({ name }) => modeKey(name));
  const near = suggest(word, keys);
  if (near) {
    return refuse('unknown-mode', `Unknown failure mode "${word}". Did you mean ${near}?`, {
      line: corrected(line, word, near),
    });
  }
  return refuse('unknown-mode', `Unknown failure mode "${word}".`, {
    fix:
      keys.length === 0
        ? 'None is written down: see failureModes in fairway.yaml.'
        : `There is: ${keys.slice(0, 20).join(', ')}.`,
  });
}
