import { isMoveId, type Move } from '../domain/elsewhere/move.ts';
import { type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { Context } from '../ports/context.ts';

/** The change made elsewhere that a word means (`E-5`, `e-5`), null where it is no such word, or a refusal. */
export async function moveNamed(
  { records }: Pick<Context, 'records'>,
  word: string,
): Promise<Move | Refusal | null> {
  const id = word.toUpperCase();
  if (!isMoveId(id)) return null;
  const found = await records.moveElsewhere(id);
  return (
    found ??
    refuse('unknown-change', `No change ${id} was told of.`, { line: '/release changed 1h' })
  );
}
