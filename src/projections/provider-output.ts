import type { Attempt } from '../ports/transcript.ts';
import { note } from './parts.ts';
import type { Part, View } from './view.ts';

/** The last lines a provider printed for one attempt of a step, and how many came before them. */
export function providerOutput(
  { deployment, key }: Attempt,
  lines: readonly string[],
  dropped: number,
): View {
  const [, step, attempt] = key.split(':');
  const where = `${deployment}, step ${Number(step) + 1}, attempt ${attempt}`;
  const before: readonly Part[] = dropped > 0 ? [note([`${dropped} lines before these`])] : [];
  return {
    text: `Output of ${where}: ${lines.at(-1) ?? 'nothing yet'}`,
    parts: [note([`Output of ${where}`]), ...before, { part: 'output', lines }],
  };
}
